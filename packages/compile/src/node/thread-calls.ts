import type { HostTensor } from "@vivit/nn";
import type { Model, NamedLeaf } from "../executor.ts";
import type { TracedLeaf } from "../trace/trace-function.ts";
import type { CompileOptions } from "./session.ts";

/** What can be asked of the thread in which programs run. */
export type Call = { readonly program: number } & (
  | { readonly name: "load"; readonly model: Model; readonly options: CompileOptions<string, string> }
  | {
      readonly name: "run";
      readonly feeds: ReadonlyMap<string, HostTensor>;
      readonly outputs: readonly NamedLeaf[];
      readonly stateful: boolean;
    }
  | {
      readonly name: "createState";
      readonly inputs: readonly NamedLeaf[];
      readonly outputs: readonly TracedLeaf[];
      readonly used: ReadonlySet<string>;
    }
  | { readonly name: "write"; readonly values: ReadonlyMap<string, HostTensor> }
  | { readonly name: "read"; readonly path: string }
  | { readonly name: "dispose" }
  | { readonly name: "release" }
);

/** A call under a number. */
export interface Request {
  readonly id: number;
  readonly call: Call;
}

/** What came of it. */
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | {
      readonly id: number;
      readonly error: { readonly name: string; readonly message: string; readonly code?: string };
    };
