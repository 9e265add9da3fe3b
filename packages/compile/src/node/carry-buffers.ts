import type { HostTensor } from "@vivit/nn";
import type { Tensor } from "onnxruntime-node";
import type { CarriedState } from "../executor.ts";
import type { TracedLeaf } from "../trace/trace-function.ts";
import { allocate, lend } from "./session.ts";

type Role = { feeds: Record<string, Tensor>; fetches: Record<string, Tensor>; state: Map<string, HostTensor> };

/**
 * Two sets of buffers for a carried state: a step reads one and writes the other, then they change places.
 *
 * A leaf that the function returns as it came has one buffer, fed at every step and never written; one that may be written over has
 * one buffer too.
 */
export class CarryBuffers implements CarriedState {
  readonly isWrittenOver: boolean;
  #now: Role;
  #next: Role;

  /**
   * @param used names of the inputs that the graph reads
   * @param overwritable names of the outputs that may be written where their input lies
   */
  constructor(
    inputs: readonly TracedLeaf[],
    outputs: readonly TracedLeaf[],
    used: ReadonlySet<string>,
    overwritable: ReadonlySet<string>,
  ) {
    this.isWrittenOver = overwritable.size > 0;
    const outputNames = new Map(outputs.map(({ path, name }) => [path, name]));
    const sets = [new Map<string, HostTensor>(), new Map<string, HostTensor>()] as const;
    for (const leaf of inputs) {
      const buffer = allocate(leaf);
      sets[0].set(leaf.path, buffer);
      const output = outputNames.get(leaf.path);
      sets[1].set(leaf.path, output === undefined || overwritable.has(output) ? buffer : allocate(leaf));
    }
    const role = (from: Map<string, HostTensor>, to: Map<string, HostTensor>): Role => {
      const feeds = inputs
        .filter(({ name }) => used.has(name!))
        .map(({ path, name }) => [name!, lend(from.get(path)!)]);
      const fetches = outputs.filter(({ name }) => name).map(({ path, name }) => [name!, lend(to.get(path)!)]);
      return { feeds: Object.fromEntries(feeds), fetches: Object.fromEntries(fetches), state: from };
    };
    this.#now = role(sets[0], sets[1]);
    this.#next = role(sets[1], sets[0]);
  }

  /** What to feed for the next step, and where its new state goes. */
  get tensors(): Pick<Role, "feeds" | "fetches"> {
    return this.#now;
  }

  /** Take what the last step wrote as the state. */
  swap(): void {
    [this.#now, this.#next] = [this.#next, this.#now];
  }

  write(state: ReadonlyMap<string, HostTensor>): void {
    for (const [path, { values }] of state) this.#now.state.get(path)!.values.set(values);
  }

  read(path: string): HostTensor {
    const { dtype, shape, values } = this.#now.state.get(path)!;
    return { dtype, shape: [...shape], values: values.slice() };
  }

  /** The buffers are plain memory. */
  dispose(): void {}
}
