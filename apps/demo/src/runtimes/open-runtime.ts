import * as tf from "@tensorflow/tfjs-core";
import { eager, type Program, type ProgramOptions, type TensorFunction } from "@vivit/compile";
import type { ModelParams } from "@vivit/models";
import { type HostTensor, type Leaf, mapTree, type Tree, toTensor, treeLeaves } from "@vivit/nn";
import { openBackend } from "./open-backend.ts";
import type { RuntimeName } from "./runtime-names.ts";

/** A function of a model and a clip. */
export type ModelFunction<Outputs> = (params: ModelParams, video: tf.Tensor5D) => Outputs;

/** A function of a model, its parameters in place: it takes clips. */
export interface ModelProgram {
  /** @returns the outputs, with plain numbers in every leaf */
  run(video: HostTensor): Promise<unknown>;
  dispose(): Promise<void>;
}

/** Makes programs: the same functions, whatever runs them. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Make its TensorFlow.js backend the active one: to be called before its programs are prepared or run. */
  activate(): Promise<void>;
  /** Prepare a function whose parameters stay where they are between calls. */
  prepareModel(fn: ModelFunction<unknown>, parameters: Tree<HostTensor>, video: Leaf): Promise<ModelProgram>;
  /** Prepare any function, such as a step of training. */
  prepare<Inputs, Outputs, Carry extends string = never>(
    fn: TensorFunction<Inputs, Outputs>,
    inputs: Inputs,
    options?: ProgramOptions<Carry>,
  ): Promise<Program<Inputs, Outputs, Carry>>;
  /** Resolves, with the reason, if the device is lost; it may never. */
  readonly lost: Promise<string>;
}

/**
 * Open a way to run models. Its code and binaries are downloaded the first time.
 *
 * @throws Error if the browser cannot run it
 */
export async function openRuntime(name: RuntimeName): Promise<Runtime> {
  if (name === "compiled-wasm" || name === "compiled-webgpu") return openCompiled(name);
  const activate = () => openBackend(name);
  await activate();
  return {
    name,
    activate,
    lost: name === "webgpu" ? deviceLost() : never,
    prepare: async (fn, inputs, options) => eager(fn, inputs, options),
    prepareModel: async (fn, parameters, video) => {
      const params = mapTree(parameters, (leaf) => tf.keep(toTensor(leaf as HostTensor))) as ModelParams;
      const program = eager((({ video }: { video: tf.Tensor5D }) => fn(params, video)) as never, { video } as never);
      return {
        run: (video) => program.run({ video } as never),
        dispose: () => program.dispose().finally(() => tf.dispose(treeLeaves(params).map(([, leaf]) => leaf))),
      };
    },
  };
}

async function openCompiled(name: "compiled-wasm" | "compiled-webgpu"): Promise<Runtime> {
  const activate = () => openBackend("cpu"); // which holds the constants of what is traced
  await activate();
  const { compile } = await import("@vivit/compile/web");
  const settings = {
    executionProviders: [name === "compiled-webgpu" ? ("webgpu" as const) : ("wasm" as const)],
    threads: globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1,
  };
  return {
    name,
    activate,
    lost: never,
    prepare: (fn, inputs, options) => compile(fn, inputs, { ...options, ...settings }),
    prepareModel: async (fn, params, video) => {
      const apply = ({ params, video }: { params: ModelParams; video: tf.Tensor5D }) => fn(params, video);
      const program = await compile(
        apply as never,
        { params, video } as never,
        { freeze: "params", ...settings } as never,
      );
      return { run: (video) => program.run({ video } as never), dispose: () => program.dispose() };
    },
  };
}

const never = new Promise<string>(() => {});

/** More share the work of a model worse. */
const mostThreads = 8;

async function deviceLost(): Promise<string> {
  const { device } = tf.backend() as unknown as { device: { lost: Promise<{ message: string; reason: string }> } };
  const { message, reason } = await device.lost;
  return message || reason;
}
