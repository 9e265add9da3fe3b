import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readSafetensorsFile } from "@vivit/weights/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, runCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace } from "../testing/small-run.ts";

let place: SmallPlace;
const train = (name: string, ...more: string[]) => runCommand(place.trainWords(name, ...more));
const succeeded = (result: CommandResult) => expect(result, result.stderr).toMatchObject({ code: 0 });

beforeAll(async () => {
  place = await makeSmallPlace();
}, 120_000);
afterAll(() => place.remove());

describe("vivit train, regularized", () => {
  it("gives the losses of the whole batch when it comes in parts", async () => {
    const one = ["--epochs", "1"];
    succeeded(await train("whole", ...one));
    succeeded(await train("parts", ...one, "--train.microBatch", "2"));
    const whole = place.losses("whole");
    const parts = place.losses("parts");
    expect(parts.map(([step]) => step)).toEqual(whole.map(([step]) => step));
    expect(Math.max(...parts.map(([, loss], at) => Math.abs(loss - whole[at]![1])))).toBeLessThan(1e-4);
  });
  it("takes every regularizer at once, saves the running mean, and resumes bit for bit", async () => {
    const all = [
      "mixup=0.3",
      "dropPath=0.2",
      "dropout=0.1",
      "averageDecay=0.9",
      "classWeights=balanced",
      "layerDecay=0.7",
    ];
    const set = [...all, "microBatch=2"].flatMap((setting) => ["--set", `train.${setting}`]);
    succeeded(await train("all", ...set, "--optimizer.name", "momentum", "--set", "optimizer.l2=0.001"));
    const [losses, weights] = [place.losses("all"), place.weights("all")];
    const folder = place.run("all", "checkpoints");
    const newest = readdirSync(folder).sort().at(-1)!;
    const { tensors } = await readSafetensorsFile(join(folder, newest, "state.safetensors"));
    const saved = await readSafetensorsFile(place.run("all", "model.safetensors"));
    const [name, head] = [...saved.tensors].find(([key]) => key === "classifier.bias")!;
    expect(head.values, name).toEqual(tensors.get("average.head.bias")!.values);
    expect(head.values).not.toEqual(tensors.get("params.head.bias")!.values);
    rmSync(join(folder, newest), { recursive: true });
    succeeded(await runCommand(["train", "--resume", place.run("all")]));
    expect(place.losses("all")).toEqual(losses);
    expect(place.weights("all")).toBe(weights);
  });
  it("stops at a loss that is no finite number, names the first bad tensor, and keeps the last checkpoint", async () => {
    const wild = ["--optimizer.name", "momentum", "--learning-rate", "1e30", "--train.clipNorm", "0"];
    const { code, stderr } = await train("wild", ...wild, "--set", "learningRate.decay=constant");
    expect(code).toBe(1);
    expect(stderr.trim().split("\n").at(-1)).toMatch(
      /^vivit: train: (the loss became NaN|the gradient's norm became \S+) at step \d+; first bad tensor: (attention|tokens|squares of gradient) \S+ has \d+ of \d+ values that are no finite numbers; the last checkpoint is good; lower the learning rate \(--learning-rate\) or clip gradients \(--train.clipNorm 1\)$/,
    );
    expect(readFileSync(place.run("wild", "metrics.jsonl"), "utf8")).not.toContain("null");
  });
  it("refuses mixup of one clip", async () => {
    const { code, stderr } = await train("one", "--train.batch", "1", "--train.mixup", "0.2");
    expect(code).toBe(2);
    expect(stderr).toContain("recipe: train.mixup: expected 0 where clips come one by one");
  });
});
