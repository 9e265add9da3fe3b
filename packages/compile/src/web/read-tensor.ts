import type { HostTensor } from "@vivit/nn";
import type { Tensor } from "onnxruntime-web";
import type { TracedLeaf } from "../trace/trace-function.ts";

/** The values of a runtime's tensor, wherever they are. */
export async function readTensor(tensor: Tensor, { dtype, shape }: TracedLeaf): Promise<HostTensor> {
  return { dtype, shape: [...shape], values: (await tensor.getData()) as Float32Array };
}
