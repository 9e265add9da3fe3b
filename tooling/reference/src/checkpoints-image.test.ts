import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HostTensor, Tree } from "@vivit/nn";
import { fromScenic } from "@vivit/weights";
import { readCheckpointFile } from "@vivit/weights/node";
import { describe, expect, it } from "vitest";
import { type Case, type CaseTolerance, listCases, readCase, withPrefix } from "./cases.ts";
import { differingPaths } from "./checkpoints-equal.ts";
import { type CheckpointPath, listCheckpoints } from "./checkpoints-files.ts";
import { runImageVit } from "./checkpoints-image-vit.ts";
import { compare } from "./compare.ts";

interface ImageCase {
  readonly config: { readonly num_heads: number };
  readonly expected: Readonly<Record<string, string>>;
  readonly tolerances: Readonly<Record<string, CaseTolerance>>;
}

/** An entry of `expected`: `"FILE [exact|tanh gelu]": "TENSOR [(exact gelu)]"`; a file without its ending means all of that name. */
interface Expectation {
  readonly file: CheckpointPath;
  readonly output: string;
  readonly form?: "tanh" | "erf";
}

const cases = listCases("checkpoints")
  .map((name) => readCase<ImageCase>("checkpoints", name))
  .filter(({ description }) => description.expected !== undefined);

describe.each(cases.map((at) => [at.name, at] as const))("checkpoints/%s", (name, at) => {
  const files = listCheckpoints(name);
  const expectations = Object.entries(at.description.expected).flatMap(([what, output]) =>
    resolve(files, what, output),
  );

  it.each(expectations.map((one) => [`${one.file.name} → ${one.output}`, one] as const))("%s", async (_, one) => {
    const checkpoint = await readCheckpointFile(one.file.path);
    const gelu = one.form ?? geluOfConfiguration(one.file.path) ?? checkpoint.facts.gelu;
    const ours = await runImageVit(checkpoint, at.tensors.get("input")!, at.description.config.num_heads, gelu);
    const stored = at.tensors.get(one.output)!;
    const tolerance = at.description.tolerances[one.output.split("/").at(-1)!]!;
    expect(compare(one.output, ours, stored, tolerance).used).toBeLessThanOrEqual(1);
  });

  it.each(files.map((file) => [file.name, file] as const))(
    "%s holds the stored values, bit for bit",
    async (_, file) => {
      const { tree, facts } = await readCheckpointFile(file.path);
      const differences = storedTrees(at).map((stored) =>
        differingPaths(tree, facts.classes ? stored : headless(stored)),
      );
      expect(differences).toContainEqual([]);
    },
  );

  it("names only files that are there", () => {
    expect(files.length).toBeGreaterThan(0);
    for (const [what, output] of Object.entries(at.description.expected))
      expect(resolve(files, what, output), what).not.toEqual([]);
  });
});

function resolve(files: readonly CheckpointPath[], what: string, told: string): Expectation[] {
  const [start, form] = parseForm(what);
  const [output, other] = parseForm(told);
  const gelu = form ?? other;
  return files
    .filter(({ name }) => name === start || name.startsWith(`${start}.`) || name.startsWith(`${start}/`))
    .map((file) => ({ file, output, ...(gelu ? { form: gelu } : {}) }));
}

function parseForm(text: string): [rest: string, form?: "tanh" | "erf"] {
  const [, rest, form] = /^(.+?)\s*\(?(exact|tanh) gelu\)?$/.exec(text) ?? [];
  return rest === undefined ? [text] : [rest, form === "exact" ? "erf" : "tanh"];
}

/** What a Hugging Face folder says that it computes with. */
function geluOfConfiguration(path: string): "tanh" | "erf" | undefined {
  const file = join(dirname(path), "config.json");
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")).hidden_act === "gelu" ? "erf" : "tanh";
}

/** Every set of parameters among the tensors of a case. */
function storedTrees({ tensors }: Case<ImageCase>): Tree<HostTensor>[] {
  const prefixes = new Set([...tensors.keys()].flatMap((name) => /^(?:.+\/)?param\//.exec(name)?.[0] ?? []));
  return [...prefixes].map((prefix) => fromScenic(withPrefix(tensors, prefix)));
}

function headless(tree: Tree<HostTensor>): Tree<HostTensor> {
  const { head: _, ...rest } = tree as Record<string, Tree<HostTensor>>;
  return rest;
}
