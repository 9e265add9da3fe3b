import { initializeParameters, type ModelConfig } from "@vivit/models";
import { type HostTensor, randomKey } from "@vivit/nn";
import { toScenic } from "@vivit/weights";
import { kernelInitializations, kernelMethodOf } from "./init-options.ts";
import { headsOf } from "./run-model-case.ts";
import { fromScenicConfig, type ScenicModel } from "./scenic-config.ts";

interface Distribution {
  readonly shape: readonly number[];
  readonly kind: string;
  readonly std?: number;
  readonly bound?: number;
  readonly truncated_at_std?: number;
  readonly measured: { readonly mean: number; readonly std: number; readonly max_abs: number };
}

/** One model whose initial parameters were measured. */
export interface DistributionRow {
  readonly config: { readonly model: ScenicModel };
  readonly input: readonly number[];
  readonly num_classes: number;
  readonly params: Readonly<Record<string, Distribution>>;
}

/** How far the statistics of one parameter are from what they should be. */
export interface Deviation {
  readonly name: string;
  /** Of mean and deviation, from theory and from the reference's measurement, in standard errors. */
  readonly sigmas: number;
  /** What cannot happen by chance. */
  readonly problems: readonly string[];
}

/** The model of a row, drawn as Scenic draws it; undefined if it is not known here. */
export function modelOfRow({ config, input, num_classes: classes }: DistributionRow): ModelConfig | undefined {
  const model = fromScenicConfig(config.model, input, classes);
  const embeddingInitialization = kernelInitializations[kernelMethodOf(config.model)];
  return model && { ...model, ...(embeddingInitialization ? { embeddingInitialization } : {}) };
}

/** Draw a model with several seeds and hold every parameter to its distribution. */
export function measureRow({ params }: DistributionRow, model: ModelConfig, seeds: number): Deviation[] {
  const draws = Array.from({ length: seeds }, (_, seed) =>
    toScenic(initializeParameters(model, randomKey(seed)), headsOf(model)),
  );
  const extra = [...draws[0]!.keys()].filter((name) => !params[name]);
  return [
    ...extra.map((name) => ({ name, sigmas: 0, problems: ["not in the reference"] })),
    ...Object.entries(params).map(([name, distribution]) =>
      hold(
        name,
        distribution,
        draws.map((draw) => draw.get(name)),
      ),
    ),
  ];
}

function hold(name: string, distribution: Distribution, draws: readonly (HostTensor | undefined)[]): Deviation {
  const { shape, kind, std, bound, measured } = distribution;
  const all = draws.flatMap((draw) => [...(draw?.values ?? [])]);
  const problems = sameShape(draws[0]?.shape, shape) ? [] : [`expected [${shape}], got [${draws[0]?.shape}]`];
  const constant = { zeros: 0, ones: 1 }[kind];
  if (constant !== undefined)
    return { name, sigmas: 0, problems: all.every((value) => value === constant) ? problems : [...problems, kind] };
  const deviation = std ?? bound! / Math.sqrt(3); // of a uniform distribution
  const values = [...new Set(all.filter((value) => value !== 0))]; // zeroed and repeated frames of a kernel tell nothing
  const ours = statisticsOf(values);
  const [low, high] = rangeOfLargest(distribution, deviation, values.length);
  if (!(ours.largest <= high && ours.largest >= low)) problems.push(`largest ${ours.largest}, not ${low} … ${high}`);
  const error = 1 / Math.sqrt(values.length); // the reference measured as many, so between both it is √2 of this
  const sigmas = [
    Math.abs(ours.mean) / deviation / error,
    Math.abs(ours.mean - measured.mean) / deviation / (error * Math.SQRT2),
    Math.abs(ours.std / deviation - 1) / (error / Math.SQRT2),
    Math.abs(ours.std - measured.std) / deviation / error,
  ];
  return { name, sigmas: Math.max(...sigmas), problems };
}

/** Uniform frame sampling: the reference's kernel has no axis of frames, ours has one of one frame. */
function sameShape(ours: readonly number[] = [], theirs: readonly number[]): boolean {
  return ours.join() === theirs.join() || ours.join() === [1, ...theirs].join();
}

/** Between which sizes the largest of many values lies, but for one draw in millions. */
function rangeOfLargest({ kind, bound, truncated_at_std: cut }: Distribution, deviation: number, count: number) {
  const [rounding, enough] = [1 + 1e-6, count >= 200];
  if (bound !== undefined) return [enough ? 0.9 * bound : 0, bound * rounding] as const;
  const untruncated = 0.87962566103423978; // deviation of a normal variable cut at two
  if (cut !== undefined) return [enough ? 1.5 * deviation : 0, ((cut * deviation) / untruncated) * rounding] as const;
  return kind === "normal"
    ? ([enough ? 1.5 * deviation : 0, 7 * deviation] as const)
    : ([Number.NaN, Number.NaN] as const);
}

function statisticsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    std: Math.sqrt(variance),
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}
