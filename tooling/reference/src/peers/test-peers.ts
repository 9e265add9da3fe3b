import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { applyModel, initializeParameters, type ModelConfig, type ModelParams } from "@vivit/models";
import { type HostTensor, hostTensor, mapTree, normal, randomKey, type Tree, toTensor } from "@vivit/nn";
import { readSafetensors, toHuggingFace, writeConfiguration, writeSafetensors } from "@vivit/weights";
import { type SafetensorsFolderOptions, writeSafetensorsFolder } from "@vivit/weights/node";
import { peersPython, programs } from "./python.ts";

// Model directories of ours, loaded by Python's transformers: the same logits, nothing missing, nothing left over.

const config: ModelConfig = {
  variant: "space-time",
  clip: { frames: 6, height: 24, width: 24 },
  channels: 3,
  tubelet: { frames: 2, height: 8, width: 8 },
  encoder: { dim: 24, depth: 3, heads: 3, mlpDim: 40 },
  pool: "token",
  classes: 6,
};
/** Of the logits, as the fixtures state for Hugging Face's model. */
const tolerance = { atol: 3e-5, rtol: 1e-4 };

/** Parameters as after training: also what begins at zero is not. */
function trainedParameters(): Tree<HostTensor> {
  return mapTree(initializeParameters(config, randomKey(1)), (leaf, path) => {
    const noise = normal(randomKey(path.length), leaf.values.length);
    return hostTensor(
      Float32Array.from(leaf.values, (value, at) => value + 0.1 * noise[at]!),
      leaf.shape,
    );
  }) as Tree<HostTensor>;
}

async function writeDirectory(path: string, parameters: Tree<HostTensor>, options: SafetensorsFolderOptions) {
  mkdirSync(path);
  const labels = Array.from({ length: config.classes }, (_, id) => `class ${id}`);
  writeFileSync(join(path, "config.json"), JSON.stringify(writeConfiguration(config, labels)));
  await writeSafetensorsFolder(path, toHuggingFace(parameters), options);
}

/** The parameters as a file of halves has them. */
function rounded(parameters: Tree<HostTensor>): Tree<HostTensor> {
  return mapTree(parameters, (leaf) => {
    const { tensors } = readSafetensors(writeSafetensors([["a", leaf]], {}, { float16: true }));
    return tensors.get("a")!;
  }) as Tree<HostTensor>;
}

function logitsOf(parameters: Tree<HostTensor>, video: HostTensor): Float32Array {
  return tf.tidy(() => {
    const params = mapTree(parameters, (leaf) => toTensor(leaf)) as unknown as ModelParams;
    return applyModel(toTensor(video) as tf.Tensor5D, params, config).dataSync() as Float32Array;
  });
}

/** [batch, frames, height, width, channels] → [batch, frames, channels, height, width] */
function channelsFirst(video: HostTensor): Float32Array {
  return tf.tidy(() => tf.transpose(toTensor(video), [0, 1, 4, 2, 3]).dataSync() as Float32Array);
}

function check(name: string, ours: Float32Array, { logits, problems }: { logits: number[]; problems: object }): void {
  if (Object.keys(problems).length > 0)
    throw new Error(`peers: ${name}: transformers says ${JSON.stringify(problems)}`);
  const worst = Math.max(...logits.map((theirs, at) => Math.abs(ours[at]! - theirs)));
  const wrong = logits.some(
    (theirs, at) => !(Math.abs(ours[at]! - theirs) <= tolerance.atol + tolerance.rtol * Math.abs(theirs)),
  );
  if (wrong || logits.length !== ours.length)
    throw new Error(`peers: ${name}: expected the logits ${[...ours].join(", ")}, got ${logits.join(", ")}`);
  process.stdout.write(
    `${name}: transformers has the same ${logits.length} logits, at most ${worst.toExponential(1)} apart\n`,
  );
}

const python = peersPython();
const folder = mkdtempSync(join(tmpdir(), "vivit-peers-"));
try {
  tf.enableProdMode(); // silences the advice to install tfjs-node
  await tf.setBackend("cpu");
  const parameters = trainedParameters();
  const { frames, height, width } = config.clip;
  const video = hostTensor(normal(randomKey(2), 2 * frames * height * width * 3), [2, frames, height, width, 3]);
  const kinds = { "one file": {}, shards: { shardBytes: 20_000 }, float16: { float16: true } };
  const directories: string[] = [];
  for (const [name, options] of Object.entries(kinds)) {
    directories.push(join(folder, name));
    await writeDirectory(join(folder, name), parameters, options);
  }
  const input = join(folder, "video.f32");
  writeFileSync(input, channelsFirst(video));
  const shape = [2, frames, 3, height, width];
  const said = execFileSync(python, [join(programs, "vivit_logits.py")], {
    input: `${JSON.stringify({ directories, video: input, shape })}\n`,
    encoding: "utf8",
    env: { ...process.env, HF_HUB_OFFLINE: "1", HF_HUB_DISABLE_PROGRESS_BARS: "1", TQDM_DISABLE: "1" },
  });
  const results = said
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const [at, name] of Object.keys(kinds).entries())
    check(name, logitsOf(name === "float16" ? rounded(parameters) : parameters, video), results[at]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
