import { countFlops, countParameters, estimateMemory, type ModelConfig, variants } from "@vivit/models";
import { CheckpointError, readConfiguration } from "@vivit/weights";
import { addressOf, type ModelSource, openSource, sizeAt, titleOf } from "./model-source.ts";

/** A model before its weights are loaded, in plain numbers. */
export interface ModelDescription {
  readonly title: string;
  readonly config: ModelConfig;
  readonly variant: string;
  readonly labels: readonly string[];
  readonly parameters: number;
  /** Arithmetic of one clip: 2 a multiply-add. */
  readonly flops: number;
  /** Bytes of the file of weights, where they can be told. */
  readonly weightBytes?: number;
  /** Bytes that classifying one clip takes. */
  readonly memoryBytes: number;
  /** Why it will not fit, if so. */
  readonly obstacle?: string;
}

/** Bytes that WebAssembly addresses. */
const mostBytes = 2 ** 32;

/**
 * Say what a model is and what it will take, from its configuration alone.
 *
 * @throws CheckpointError if there is no configuration, or not of such a model
 */
export async function describeModel(source: ModelSource, base: string): Promise<ModelDescription> {
  const configuration = await openSource(source, base)("config.json");
  if (!configuration)
    throw new CheckpointError(
      `${titleOf(source)}: expected config.json, found none; name the folder of a trained model`,
    );
  const text = new TextDecoder().decode(await configuration.read(0, configuration.size));
  const { model, labels } = readConfiguration(parse(text, titleOf(source)));
  const weightBytes = await weightBytesOf(source, base);
  return { ...describeConfig(titleOf(source), model, labels), ...(weightBytes ? { weightBytes } : {}) };
}

/** The same of a configuration in memory. */
export function describeConfig(title: string, config: ModelConfig, labels: readonly string[]): ModelDescription {
  const memoryBytes = estimateMemory(config, 1).total + 4 * countParameters(config); // the file's values stay beside
  const obstacle = memoryBytes > mostBytes ? { obstacle: obstacleOf(memoryBytes) } : {};
  return {
    title,
    config,
    variant: variants[config.variant].title,
    labels,
    parameters: countParameters(config),
    flops: countFlops(config).flops,
    memoryBytes,
    ...obstacle,
  };
}

function obstacleOf(bytes: number): string {
  return `It needs ${(bytes / 2 ** 30).toFixed(1)} GB, and WebAssembly has 4 GB: it will not fit in this page. Run it in Node with vivit predict.`;
}

function parse(text: string, title: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`${title}: config.json is not JSON: ${(cause as Error).message}`, { cause });
  }
}

async function weightBytesOf(source: ModelSource, base: string): Promise<number | undefined> {
  const names = ["model.safetensors", "pytorch_model.bin"];
  if (source.kind === "files") return source.files.find(({ file }) => names.includes(file.name))?.file.size;
  const address = addressOf(source, base);
  for (const name of names) {
    const size = await sizeAt(`${address}${name}`).catch(() => undefined);
    if (size) return size;
  }
  return undefined;
}
