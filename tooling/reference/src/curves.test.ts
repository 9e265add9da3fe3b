import { eager } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import { afterAll, describe, expect, it } from "vitest";
import { type Case, listCases, readCase } from "./cases.ts";
import { compare, worst } from "./compare.ts";
import { type CurveCase, type Prepare, runCurveCase } from "./run-curve-case.ts";

const cases = listCases("optim").filter((name) => name.startsWith("curve_"));
const runs: [how: string, prepare: Prepare][] = [
  ["compiled", compile as never],
  ...(process.env.VIVIT_EAGER_CURVES === "1" ? [["eagerly on cpu", eager as never] as [string, Prepare]] : []), // a minute on two cores
];
const lines: string[] = [];
afterAll(() => void process.stdout.write(`\n${lines.join("\n")}\n`));

/** AdamW walks on rounding noise where the true gradient is zero, as it is for every key's bias. */
const comparable = ({ description }: Case<CurveCase>, path: string) =>
  description.optimizer.kind !== "adamw" || !path.endsWith("/key/bias");

it.skipIf(cases.length > 0)("has no whole training runs in this set", () => expect(cases).toEqual([]));

describe.each(cases)("optim/%s: a whole training run equals the reference", (name) => {
  const at = readCase<CurveCase>("optim", name);
  const { losses: lossTolerance, param_after: paramTolerance } = at.description.tolerances;
  it.each(runs)(
    "in every loss and rate, and in the parameters after the last step, %s",
    async (how, prepare) => {
      const { losses, learningRates, after } = await runCurveCase(at, prepare);
      const rates = compare("learning_rates", learningRates, at.tensors.get("learning_rates")!, {
        atol: 1e-9,
        rtol: 1e-5,
      });
      const curve = compare("losses", losses, at.tensors.get("losses")!, lossTolerance);
      const params = [...after]
        .filter(([path]) => comparable(at, path))
        .map(([path, tensor]) => compare(path, tensor, at.tensors.get(`param_after/${path}`)!, paramTolerance));
      const { name: place, error } = worst(params);
      lines.push(
        `optim/${name}, ${how}: ${losses.values.length} losses within ${curve.error.toExponential(1)}, parameters within ${error.toExponential(1)} (${place})`,
      );
      expect([rates, curve, ...params].filter((one) => one.used > 1)).toEqual([]);
    },
    300_000,
  );
});
