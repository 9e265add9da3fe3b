import { hostTensor, randomKey, uniform } from "@vivit/nn";
import { type KeptFrames, modelInput } from "../clip/model-input.ts";
import { prepareClassifier } from "../model/classifier.ts";
import type { Session } from "../worker/session.ts";
import { type RuntimeName, runtimeNames } from "./runtime-names.ts";

/** How fast a runtime is with the model at hand, or why it cannot be used. */
export type Measurement = { readonly name: RuntimeName } & (
  | {
      /** From the parameters in memory to a model that is ready, in milliseconds. */
      readonly prepare: number;
      /** The first clip, in milliseconds, and the median of those behind it. */
      readonly first: number;
      readonly median: number;
      /** Largest difference of its logits to those of the runtime in use. */
      readonly difference: number;
      readonly logits: readonly number[];
    }
  | { readonly problem: string }
);

/** Largest difference of logits at which two runtimes say the same; one that computes otherwise is not chosen. */
const sameLogits = 1e-3;

/** Milliseconds a clip at which nothing faster is looked for. */
const fastEnough = 60;

/** Measure runtimes one after the other on the same clip. */
export async function measureRuntimes(
  session: Session,
  names: readonly RuntimeName[],
  clips: number,
  onMeasured: (measurement: Measurement) => void,
  video?: KeptFrames,
): Promise<Measurement[]> {
  const input = video ? modelInput(video, 0, session.model.preprocessing) : noise(session);
  const reference = await session.classify(input);
  const measured: Measurement[] = [];
  for (const name of names) {
    const measurement = await measure(session, name, clips, input, reference).catch((error: Error) => ({
      name,
      problem: error.message,
    }));
    measured.push(measurement);
    onMeasured(measurement);
  }
  return measured;
}

/**
 * Find the fastest runtime by a quick measurement, and use it.
 *
 * WebAssembly runs everywhere; where it is fast enough, or there is no graphics device but software, nothing else is tried.
 */
export async function chooseRuntime(
  session: Session,
  onMeasured: (measurement: Measurement) => void,
): Promise<RuntimeName> {
  const [first] = await measureRuntimes(session, ["compiled-wasm"], 2, onMeasured);
  if (first && "median" in first && first.median <= fastEnough) return "compiled-wasm";
  if (!(await hasGraphics())) return "compiled-wasm";
  const others = runtimeNames.filter((name) => /web(gpu|gl)$/.test(name));
  const rest = await measureRuntimes(session, others, 2, onMeasured);
  const speed = (one: Measurement) =>
    "median" in one && one.difference < sameLogits ? one.median : Number.POSITIVE_INFINITY;
  const { name } = [first!, ...rest].reduce((best, next) => (speed(next) < speed(best) ? next : best));
  await session.setRuntime(name);
  return name;
}

async function measure(
  session: Session,
  name: RuntimeName,
  clips: number,
  input: ReturnType<typeof modelInput>,
  reference: Float32Array,
): Promise<Measurement> {
  const runtime = await session.runtime(name);
  const [prepare, classifier] = await timed(() => prepareClassifier(runtime, session.model));
  try {
    const [first, logits] = await timed(() => classifier.classify(input));
    const times: number[] = [];
    for (let clip = 0; clip < clips; clip++) times.push((await timed(() => classifier.classify(input)))[0]);
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
    const difference = Math.max(...logits.map((logit, at) => Math.abs(logit - reference[at]!)));
    return { name, prepare, first, median, difference, logits: [...logits] };
  } finally {
    await classifier.dispose();
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<[milliseconds: number, result: Result]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

function noise({ model: { model } }: Session) {
  const { frames, height, width } = model.clip;
  const shape = [1, frames, height, width, model.channels];
  const values = uniform(
    randomKey(0),
    shape.reduce((product, size) => product * size, 1),
  );
  return hostTensor(
    values.map((value) => 2 * value - 1),
    shape,
  );
}

/** Whether there is a graphics device that is more than software. */
async function hasGraphics(): Promise<boolean> {
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } }).gpu;
  const adapter = await gpu?.requestAdapter();
  const { info } = adapter ?? {};
  return (
    info !== undefined &&
    !info.isFallbackAdapter &&
    !/swiftshader|llvmpipe/i.test(`${info.architecture} ${info.description}`)
  );
}

interface Adapter {
  readonly info?: { readonly isFallbackAdapter?: boolean; readonly architecture: string; readonly description: string };
}
