import { afterAll, describe, expect, it } from "vitest";
import { listCases, readCase } from "./cases.ts";
import { worst } from "./compare.ts";
import { countStoredGradients, type ModelCase, modelOf, runModelCase } from "./run-model-case.ts";
import { onBackend, runtimes } from "./runtimes.ts";

const cases = listCases("models").map((name) => readCase<ModelCase>("models", name));
const known = cases.filter((at) => modelOf(at));
const unknown = cases.filter((at) => !modelOf(at)).map(({ name }) => name);

describe.each(known.map((at) => [at.name, at] as const))("models/%s equals the reference", (name, at) => {
  it.each(Object.keys(runtimes) as (keyof typeof runtimes)[])("%s", async (runtime) => {
    const { backend, prepare, strictness } = runtimes[runtime];
    const comparisons = await onBackend(backend, () => runModelCase(at, modelOf(at)!, prepare as never, strictness));
    const largest = (prefix: string) =>
      Math.max(0, ...comparisons.filter((one) => one.name.startsWith(prefix)).map((one) => one.error));
    const { name: place, used } = worst(comparisons);
    lines.push(
      `models/${name}, ${runtime}: logits ${largest("logits").toExponential(1)}, loss ${largest("loss").toExponential(1)}, gradients ${largest("grad").toExponential(1)}; most of a tolerance used ${(100 * used).toFixed(1)} % (${place})`,
    );
    expect(comparisons.filter((one) => one.used > 1)).toEqual([]);
    expect(comparisons.filter((one) => one.name.startsWith("grad/"))).toHaveLength(countStoredGradients(at.tensors));
  });
});

describe("the set of cases", () => {
  it.skipIf(cases.length === 0)("has models to compare", () => expect(known.length).toBeGreaterThan(0));
});

const lines: string[] = [];
afterAll(() => {
  const rest = unknown.length
    ? `not known yet: ${unknown.map((name) => `models/${name}`).join(", ")}`
    : "every case of models is known";
  process.stdout.write(`\n${[...lines, rest].join("\n")}\n`);
});
