// A training step of a tiny space-time transformer, compiled: milliseconds a step. Run: npx tsx --conditions @vivit/source bench/tiny-step.ts [steps]
import * as tf from "@tensorflow/tfjs";
import { compile } from "@vivit/compile/node";
import { attention, fromTensor, gelu, type HostTensor, layerNorm, linear, mapTree, treeLeaves } from "@vivit/nn";

const print = (line: string) => void process.stdout.write(`${line}\n`);
const [batch, frames, height, width, time, patch] = [8, 16, 64, 64, 2, 8];
const [dim, layers, heads, mlpDim, classes] = [128, 4, 4, 512, 10];
const [steps, rows, columns] = [frames / time, height / patch, width / patch];
const tokens = steps * rows * columns + 1;

const random = (...shape: number[]) => tf.randomNormal(shape, 0, 0.05, "float32", shape.length);
const affine = (inputs: number, outputs: number) => ({ kernel: random(inputs, outputs), bias: tf.zeros([outputs]) });
const norm = () => ({ scale: tf.ones([dim]), bias: tf.zeros([dim]) });
const params = {
  embedding: affine(time * patch * patch * 3, dim),
  token: random(1, 1, dim),
  positions: random(1, tokens, dim),
  blocks: Array.from({ length: layers }, () => ({
    ...{
      before: norm(),
      query: affine(dim, dim),
      key: affine(dim, dim),
      value: affine(dim, dim),
      out: affine(dim, dim),
    },
    ...{ after: norm(), wide: affine(dim, mlpDim), narrow: affine(mlpDim, dim) },
  })),
  norm: norm(),
  head: affine(dim, classes),
};
type Params = typeof params;

function logits(clip: tf.Tensor, p: Params): tf.Tensor {
  const cut = tf.reshape(clip, [batch * steps, time, rows, patch, columns, patch * 3]);
  const tubelets = tf.reshape(tf.transpose(cut, [0, 2, 4, 1, 3, 5]), [batch, tokens - 1, -1]);
  const token = tf.tile(p.token, [batch, 1, 1]);
  let x = tf.add(tf.concat([token, linear(tubelets, p.embedding as never)], 1), p.positions) as tf.Tensor3D;
  for (const block of p.blocks) {
    const b = block as never as Record<"query" | "key" | "value" | "out" | "wide" | "narrow", never>;
    const h = layerNorm(x, block.before as never);
    const mixed = attention(linear(h, b.query), linear(h, b.key), linear(h, b.value), heads);
    x = tf.add(x, linear(mixed, b.out));
    x = tf.add(x, linear(gelu(linear(layerNorm(x, block.after as never), b.wide)), b.narrow));
  }
  const first = tf.reshape(tf.slice(layerNorm(x, p.norm as never), [0, 0, 0], [batch, 1, dim]), [batch, dim]);
  return linear(first, p.head as never);
}

type State = { params: Params; momentum: Params };
function step({ state, clip, labels, rate }: { state: State; clip: tf.Tensor; labels: tf.Tensor; rate: tf.Scalar }) {
  const leaves = treeLeaves(state.params as never) as [string, tf.Tensor][];
  const rebuild = (values: tf.Tensor[]) => {
    const at = new Map(leaves.map(([path], index) => [path, values[index]!]));
    return mapTree(state.params, (_, path) => at.get(path)!) as never as Params;
  };
  const loss = (...values: tf.Tensor[]) =>
    tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits(clip, rebuild(values)))), -1))) as tf.Scalar;
  const { value, grads } = tf.valueAndGrads(loss)(leaves.map(([, leaf]) => leaf));
  const old = treeLeaves(state.momentum as never) as [string, tf.Tensor][];
  const momentum = grads.map((gradient, index) => tf.add(tf.mul(old[index]![1], 0.9), gradient));
  const updated = leaves.map(([, leaf], index) => tf.sub(leaf, tf.mul(momentum[index]!, rate)));
  return { loss: value, state: { params: rebuild(updated), momentum: rebuild(momentum) } };
}

async function host<T>(tree: T) {
  const read = new Map<string, HostTensor>();
  for (const [path, tensor] of treeLeaves(tree as never) as [string, tf.Tensor][])
    read.set(path, await fromTensor(tensor));
  return mapTree(tree, (_, path) => read.get(path)!);
}

tf.env().set("IS_TEST", true); // no advice to install tfjs-node
await tf.setBackend("cpu");
const clip = tf.randomUniform([batch, frames, height, width, 3], -1, 1, "float32", 1);
const labels = tf.oneHot(tf.range(0, batch, 1, "int32"), classes, 1, 0, "float32");
const inputs = await host({
  state: { params, momentum: mapTree(params, (leaf) => tf.zerosLike(leaf as tf.Tensor)) as never as Params },
  clip,
  labels,
  rate: tf.scalar(0.01),
});
const begin = performance.now();
const program = await compile(step as never, inputs as never, {
  carry: "state" as never,
  ...(process.env.PROFILE && { profile: process.env.PROFILE }),
  ...(process.env.THREADS && { threads: Number(process.env.THREADS) }),
});
print(`compile ${(performance.now() - begin).toFixed(0)} ms`);
const { state: _, ...rest } = inputs;
const times: number[] = [];
const cpu = process.cpuUsage();
for (let i = 0; i < Number(process.argv[2] ?? 20); i++) {
  const start = performance.now();
  const { loss } = (await program.step(rest as never)) as never as { loss: HostTensor };
  times.push(performance.now() - start);
  if (i % 5 === 0) print(`loss ${loss.values[0]} ${times.at(-1)!.toFixed(0)} ms`);
}
const { user, system } = process.cpuUsage(cpu);
const spent = (user + system) / 1000 / times.length;
times.sort((a, b) => a - b);
print(
  `best ${times[0]!.toFixed(0)} ms, median ${times[times.length >> 1]!.toFixed(0)} ms, processor time ${spent.toFixed(0)} ms`,
);
await program.dispose();
