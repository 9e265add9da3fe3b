import * as tf from "@tensorflow/tfjs";
import { compile } from "@vivit/compile/node";
import { hostTensor } from "@vivit/nn";
import { median } from "./pairs.ts";

const [kernels, calls, size] = [100, 10_000, 16];

/**
 * Time calls of a program of a hundred kernels that take next to no time themselves, and watch memory over ten thousand.
 *
 * Each kernel multiplies two values of 16 numbers; the whole call is printed, so kernels, runtime and JavaScript together.
 */
export async function benchCalls(show: (line: string) => void): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend("cpu");
  const x = hostTensor(new Float32Array(size).fill(1), [size]);
  const chain = ({ x, y }: { x: tf.Tensor; y: tf.Tensor }) => {
    let at = x;
    for (let i = 0; i < kernels; i++) at = i % 2 ? tf.mul(at, y) : tf.sub(y, at);
    return at;
  };
  const program = await compile(chain, { x, y: x }, { threads: 1 });
  const run = async (count: number) => {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const begin = performance.now();
      await program.run({ x, y: x });
      times.push(performance.now() - begin);
    }
    return median(times);
  };
  await run(calls / 2); // until the JavaScript engine has settled
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const milliseconds = await run(calls);
  globalThis.gc?.();
  const after = process.memoryUsage().rss;
  await program.dispose();
  show(`a call of ${kernels} small kernels: ${milliseconds.toFixed(3)} ms, bar 0.1`);
  show(`resident memory after ${calls} calls / before: ${(after / before).toFixed(4)}, bar 1.02`);
}
