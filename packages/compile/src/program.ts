import type { HostTensor, MappedTree } from "@vivit/nn";
import type { ModelFiles } from "./onnx/encode-model.ts";
import type { OnnxOptions } from "./onnx/onnx-options.ts";

/** The structure of `T` with plain numbers in every leaf. */
export type HostTree<T> = MappedTree<T, HostTensor>;

/**
 * A function of tensors that is ready to run, on whatever runtime made it.
 *
 * Calls queue up: one begins when the one before has ended. Each rejects after `dispose`.
 */
export interface Program<Inputs, Outputs, Carry extends string = never> {
  /**
   * Run the function on all of its inputs; the carried state, if any, is an input like the others and is not touched.
   *
   * @param inputs the traced structure with values; the arrays are read during the call and not copied
   * @returns new arrays, the caller's to keep
   * @throws ShapeError if a leaf is missing, unknown, or of another type or shape
   */
  run(inputs: HostTree<Inputs>): Promise<HostTree<Outputs>>;

  /**
   * Run the function on the carried state, keep the new state for the next call, and return the rest.
   *
   * @param inputs all branches but the carried one
   * @throws Error if there is no carried state; ShapeError as `run`. The state stays as it was if a step fails (but see `keepMemory`)
   */
  step(inputs: Omit<HostTree<Inputs>, Carry>): Promise<Omit<HostTree<Outputs>, Carry>>;

  /** Copy the carried state. */
  readCarry(): Promise<CarryTree<Inputs, Carry>>;

  /** Replace the carried state by a copy of these values. */
  writeCarry(state: CarryTree<Inputs, Carry>): Promise<void>;

  /**
   * The function as a `.onnx` file: operator set 18 and `com.microsoft` 1.
   *
   * @throws RangeError if its constants take more than 2 GB
   */
  toOnnx(options?: OnnxOptions): Uint8Array;

  /**
   * The function as a `.onnx` file and a second one with its larger constants, of any size.
   *
   * @param dataFile name of the second file, which must lie beside the first
   */
  toOnnxFiles(dataFile: string, options?: OnnxOptions): ModelFiles;

  /** In which precision it multiplies, and what that costs. */
  readonly precision: PrecisionReport;

  /** Free the program's memory, once the calls in the queue have ended. */
  dispose(): Promise<void>;
}

/** The precision of a program's products. */
export type PrecisionReport =
  | { readonly name: "float32" }
  | {
      readonly name: "int8";
      /** How many matrices are int8. */
      readonly matrices: number;
      /** Largest absolute difference to float32 of each output by path, on the inputs given when compiling; absent if they had no values. */
      readonly largestDifference?: Readonly<Record<string, number>>;
    };

/** The carried branch of the inputs, with values. */
export type CarryTree<Inputs, Carry extends string> = HostTree<Carry extends keyof Inputs ? Inputs[Carry] : never>;

/** A tree whose branches have names, of unknown leaves. */
export type Branches = Record<string, unknown>;

/** What every runtime understands. */
export interface ProgramOptions<Carry extends string = never> {
  /**
   * A top-level branch of the inputs that the function also returns, with the same structure: parameters and optimizer state.
   * `step` keeps it between calls. It starts with the values of `inputs`, if all of its leaves have values.
   */
  readonly carry?: Carry;
}
