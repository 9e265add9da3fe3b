import { CheckpointError } from "../checkpoint-error.ts";
import type { TensorEntry } from "../files/tensor-file.ts";
import { checkpointFamilies } from "../names/checkpoint-families.ts";
import type { CheckpointFamily } from "../names/checkpoint-family.ts";

/** A tensor under the name that its family's table has for it. */
export interface NamedEntry {
  /** As in the file; a part of a fused tensor has the whole tensor's. */
  readonly original: string;
  readonly entry: TensorEntry;
}

/** A family found in a file. */
export interface RecognizedFamily {
  readonly family: CheckpointFamily;
  /** Under the names of the family's table. */
  readonly entries: ReadonlyMap<string, NamedEntry>;
  /** Names in the file that do not begin with the family's prefix. */
  readonly outside: readonly string[];
}

/**
 * Tell from names and shapes who wrote a file.
 *
 * @throws CheckpointError with some of the names if no family is recognized
 */
export function recognizeFamily(tensors: ReadonlyMap<string, TensorEntry>): RecognizedFamily {
  for (const family of checkpointFamilies)
    for (const prefix of family.prefixes) {
      const spelled = spell(tensors, family, prefix);
      const axes = spelled.entries.get(family.kernel)?.entry.shape.length;
      if (axes !== undefined && family.kernelAxes.includes(axes) && someName(spelled.entries, family.mark))
        return { ...spelled, family };
    }
  const some = [...tensors.keys()].slice(0, 5).map((name) => name.slice(0, 80));
  throw new CheckpointError(
    `readCheckpoint: expected a ViViT or ViT of ${checkpointFamilies.map(({ names }) => names.title).join(", ")}, got ${tensors.size} tensors such as ${some.join(", ")}; if it is one, give its parameters their library's names`,
  );
}

function spell(tensors: ReadonlyMap<string, TensorEntry>, family: CheckpointFamily, prefix: string) {
  const entries = new Map<string, NamedEntry>();
  const outside: string[] = [];
  for (const [original, entry] of tensors) {
    if (!original.startsWith(prefix)) {
      outside.push(original);
      continue;
    }
    const name = family.respellings.reduce((text, [from, to]) => text.replace(from, to), original.slice(prefix.length));
    for (const [part, piece] of unfuse(name, entry, family)) {
      const taken = entries.get(part);
      if (taken)
        throw new CheckpointError(
          `readCheckpoint: expected one tensor for ${part}, got ${taken.original} and ${original}; two spellings of the same parameter`,
        );
      entries.set(part, { original, entry: piece });
    }
  }
  return { entries, outside };
}

/** A fused tensor as its parts; they share one reading while it lasts. */
function unfuse(name: string, whole: TensorEntry, { fused }: CheckpointFamily): [string, TensorEntry][] {
  const [, before, after] = fused?.pattern.exec(name) ?? [];
  if (!fused || before === undefined) return [[name, whole]];
  const rows = whole.shape[0] ?? 0;
  const count = fused.parts.length;
  if (rows % count !== 0)
    throw new CheckpointError(
      `readCheckpoint: ${name}: expected ${fused.parts.join(", ")} of the same size, got [${whole.shape.join(", ")}]`,
    );
  const shape = [rows / count, ...whole.shape.slice(1)];
  return fused.parts.map((part, index) => [
    `${before}[${part}]${after}`,
    {
      shape,
      read: async () => {
        const { dtype, values } = await whole.read();
        const length = values.length / count;
        return { dtype, shape, values: values.subarray(index * length, (index + 1) * length) };
      },
    },
  ]);
}

function someName(entries: ReadonlyMap<string, unknown>, mark: RegExp): boolean {
  for (const name of entries.keys()) if (mark.test(name)) return true;
  return false;
}
