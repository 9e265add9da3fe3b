import { afterAll, describe, expect, it } from "vitest";
import { listCases, readCase } from "./cases.ts";
import { type Comparison, worst } from "./compare.ts";
import { compareLogits, compareParameters, type InitCase, initializeCase, targetOf } from "./init-case.ts";
import { type DistributionRow, measureRow, modelOfRow } from "./init-distributions.ts";
import { compareKernelWeights, type KernelWeightsCase } from "./init-kernel-weights.ts";
import { comparePositions, type PositionsCase } from "./init-positions.ts";
import { onBackend, runtimes } from "./runtimes.ts";

// What a case is about is told by what it holds, not by its name.
const cases = listCases("init").map((name) => readCase<object>("init", name));
const loading = cases.filter(({ tensors }) => [...tensors.keys()].some((name) => name.startsWith("source/")));
const distributions = cases.filter(({ description }) => "rows" in description && "seeds" in description);
const positions = cases.filter(({ description, tensors }) => "rows" in description && tensors.size > 0);
const weights = cases.filter(({ tensors }) => [...tensors.keys()].some((name) => /^\w+_initializer\/\d+$/.test(name)));
const known = new Set([...loading, ...distributions, ...positions, ...weights]);
const named = <Description>(some: readonly unknown[]) =>
  some.map((at) => [(at as { name: string }).name, at as ReturnType<typeof readCase<Description>>] as const);

describe.each(named<InitCase>(loading))("init/%s", (name, at) => {
  const target = targetOf(at)!;
  const initialized = initializeCase(at, target);

  it("gives every parameter the reference's values", () => {
    const comparisons = compareParameters(at, initialized);
    say(`init/${name}: parameters`, comparisons);
    expect(comparisons.filter((one) => one.used > 1)).toEqual([]);
  });
  it("leaves alone what the reference leaves alone, and says so", () => {
    const { left_as_initial: left } = at.description;
    for (const path of left)
      expect(initialized.scenic.get(path)!.values, path).toEqual(at.tensors.get(`initial/${path}`)!.values);
    const { parameters, unused } = initialized.report;
    expect(parameters.filter(({ how }) => how === "fresh")).toHaveLength(left.length);
    const used = new Set(parameters.map(({ from }) => from).filter((from) => from !== undefined));
    const inSource = [...at.tensors.keys()].filter((path) => path.startsWith("source/"));
    expect(used.size + unused.length).toBe(inSource.length);
  });
  it.runIf(at.tensors.has("logits")).each(Object.keys(runtimes) as (keyof typeof runtimes)[])(
    "classifies as the reference, %s",
    async (runtime) => {
      const { backend, prepare, strictness } = runtimes[runtime];
      const comparison = await onBackend(backend, () => compareLogits(at, initialized, prepare as never, strictness));
      say(`init/${name}, ${runtime}:`, [comparison]);
      expect(comparison.used).toBeLessThanOrEqual(1);
    },
  );
});

it.each(named<PositionsCase>(positions))("init/%s: positions are resized as the reference does", (name, at) => {
  const comparisons = comparePositions(at);
  say(`init/${name}:`, comparisons);
  expect(comparisons.filter((one) => one.used > 1)).toEqual([]);
});

it.each(named<KernelWeightsCase>(weights))("init/%s: kernels are inflated as the reference does", (name, at) => {
  const comparisons = compareKernelWeights(at);
  say(`init/${name}:`, comparisons);
  expect(comparisons.filter((one) => one.used > 1)).toEqual([]);
});

describe.each(named<{ rows: DistributionRow[]; seeds: number }>(distributions))("init/%s", (name, { description }) => {
  it.each(description.rows.map((row, index) => [row.config.model.attention_config.type, index, row] as const))(
    "%s begins as in the reference",
    (type, _, row) => {
      const deviations = measureRow(row, modelOfRow(row)!, description.seeds);
      const most = deviations.reduce((far, next) => (next.sigmas > far.sigmas ? next : far));
      lines.push(
        `init/${name}, ${type}: ${deviations.length} parameters, farthest ${most.sigmas.toFixed(1)} standard errors (${most.name})`,
      );
      expect(deviations.filter(({ problems }) => problems.length > 0)).toEqual([]);
      expect(most.sigmas).toBeLessThan(5); // one in a million by chance
    },
  );
});

it("knows what every case of init is about", () => {
  expect(cases.filter((at) => !known.has(at)).map(({ name }) => name)).toEqual([]);
});

const lines: string[] = [];
function say(what: string, comparisons: readonly Comparison[]): void {
  const error = Math.max(...comparisons.map((one) => one.error));
  const { used, name } = worst(comparisons);
  lines.push(`${what} ${error.toExponential(1)}; most of a tolerance used ${(100 * used).toFixed(1)} % (${name})`);
}
afterAll(() => {
  process.stdout.write(`\n${lines.join("\n")}\n`);
});
