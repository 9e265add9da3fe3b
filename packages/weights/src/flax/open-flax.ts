import type { ByteSource } from "../files/byte-source.ts";
import type { OtherValue, TensorEntry, TensorFile } from "../files/tensor-file.ts";
import { joinChunks } from "./join-chunks.ts";
import { MessagePackCursor, type Token } from "./msgpack-cursor.ts";
import { readArray } from "./read-array.ts";

/** Maps within maps; a Scenic checkpoint has nine. */
const deepest = 64;
/** Extensions of flax. Source: flax `serialization._MsgpackExtType`. */
const [arrayType, complexType, scalarType] = [1, 2, 3];

/** Values under their path, joined with "/". */
interface FlatFlax {
  readonly tensors: Map<string, TensorEntry>;
  readonly others: Map<string, OtherValue>;
}

/**
 * Open a Flax checkpoint: its maps are walked now without reading the values of arrays, which are read when asked for.
 *
 * A library would build the whole tree first, optimizer included, and would not see a name given twice.
 *
 * @throws CheckpointError if the file is cut short or damaged, names something twice, or nests without end
 * Source: flax `serialization.msgpack_restore`.
 */
export async function openFlax(source: ByteSource): Promise<TensorFile> {
  const cursor = new MessagePackCursor(source);
  const flat: FlatFlax = { tensors: new Map(), others: new Map() };
  const first = await cursor.token();
  if (first.kind !== "map") throw cursor.refusal("a map of parameters", `a ${first.kind}`);
  await visit(source, cursor, flat, first, "", 0);
  if (!cursor.isAtEnd) throw cursor.refusal("the end of the file", "more bytes");
  return { format: "flax", ...joinChunks(flat.tensors, flat.others) };
}

async function visit(
  source: ByteSource,
  cursor: MessagePackCursor,
  flat: FlatFlax,
  token: Token,
  path: string,
  depth: number,
): Promise<void> {
  if (depth > deepest) throw cursor.refusal(`at most ${deepest} maps within each other`, "more");
  if (flat.tensors.has(path) || flat.others.has(path)) throw twice(cursor, path);
  if (token.kind === "plain") flat.others.set(path, token.value);
  else if (token.kind === "bytes") flat.others.set(path, "…");
  else if (token.kind === "extension") await readExtension(source, cursor, flat, token, path);
  else {
    const names = new Set<string>();
    for (let index = 0; index < token.length; index++) {
      const name = token.kind === "list" ? String(index) : await readName(cursor, names, path);
      await visit(source, cursor, flat, await cursor.token(), path === "" ? name : `${path}/${name}`, depth + 1);
    }
  }
}

async function readName(cursor: MessagePackCursor, names: Set<string>, path: string): Promise<string> {
  const key = await cursor.token();
  if (key.kind !== "plain" || typeof key.value !== "string") throw cursor.refusal("a name", `a ${key.kind}`);
  if (key.value.split("/").includes("__proto__")) throw cursor.refusal("names without __proto__", quote(key.value));
  if (names.has(key.value)) throw twice(cursor, path === "" ? key.value : `${path}/${key.value}`);
  names.add(key.value);
  return key.value;
}

async function readExtension(
  source: ByteSource,
  cursor: MessagePackCursor,
  flat: FlatFlax,
  { type, begin, length }: Extract<Token, { kind: "extension" }>,
  path: string,
): Promise<void> {
  if (type === complexType) flat.others.set(path, "…");
  else if (type === arrayType || type === scalarType)
    flat.tensors.set(path, await readArray(source, path, begin, length));
  else throw cursor.refusal("arrays and numbers of flax", `extension ${type}`);
}

function twice(cursor: MessagePackCursor, path: string): Error {
  return cursor.refusal(`${quote(path)} once`, "twice");
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 120));
}
