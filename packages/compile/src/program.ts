import type { HostTensor, MappedTree } from "@vivit/nn";

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
   * @throws Error if there is no carried state; ShapeError as `run`. The state stays as it was if a step fails
   */
  step(inputs: Omit<HostTree<Inputs>, Carry>): Promise<Omit<HostTree<Outputs>, Carry>>;

  /** Copy the carried state. */
  readCarry(): Promise<CarryTree<Inputs, Carry>>;

  /** Replace the carried state by a copy of these values. */
  writeCarry(state: CarryTree<Inputs, Carry>): Promise<void>;

  /** The function as a `.onnx` file. */
  toOnnx(): Uint8Array;

  /** Free the program's memory, once the calls in the queue have ended. */
  dispose(): Promise<void>;
}

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
