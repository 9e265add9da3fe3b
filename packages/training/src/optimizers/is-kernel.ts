/** Whether a path names a kernel: weights that are multiplied with, not biases, norms, positions or class tokens. */
export function isKernel(path: string): boolean {
  return path.split(".").at(-1) === "kernel";
}
