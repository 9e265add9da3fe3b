import { scenesDirectory } from "./clips/write-scenes.ts";

/** One line of the table of speed: our work, and who does the same. */
export interface Comparison {
  readonly title: string;
  /** Arguments of our worker. */
  readonly ours: readonly string[];
  /** Our worker, if it is not the one of models: a program beside this one. */
  readonly worker?: string;
  /** Arguments of our worker, where the peer is TensorFlow.js. */
  readonly stock?: readonly string[];
  /** Whether ONNX Runtime for the web, on PyTorch's export, is a peer. */
  readonly exported?: boolean;
  /** Python programs of `peers` with their arguments. */
  readonly peers?: readonly (readonly [string, ...string[]])[];
  /** Largest ratio of our time to the best peer's that the project promises. */
  readonly bar: number;
}

const model = (name: string, work: string) => ["--work", work, "--model", name];
const jax = (number: number, work: string) => ["jax_vivit.py", "--work", work, "--model", String(number)] as const;

const loaders = (augmentation: string) =>
  ["pyav", "torchcodec", "decord"].map(
    (loader) =>
      ["clip_loader.py", "--directory", scenesDirectory, "--loader", loader, "--augmentation", augmentation] as const,
  );
const clips = { worker: "clips-worker.ts", bar: 1 / 1.2 };

/** Every comparison by name. Models are B/16x2 with one clip of 32 × 224 × 224 unless called tiny. */
export const comparisons: Readonly<Record<string, Comparison>> = {
  "model-1-forward": {
    title: "Model 1 forward",
    ours: model("vivit-b-16x2", "forward"),
    peers: [
      ["torch_vivit.py", "--work", "forward"],
      ["torch_vivit.py", "--work", "forward", "--compile"],
      ["onnx_vivit.py"],
      jax(1, "forward"),
    ],
    bar: 0.95,
  },
  "model-1-forward-int8": {
    title: "Model 1 forward, lowest precision",
    ours: [...model("vivit-b-16x2", "forward"), "--precision", "int8"],
    peers: [
      ["torch_vivit.py", "--work", "forward", "--bfloat16"],
      ["onnx_vivit.py", "--int8"],
    ],
    bar: 0.95,
  },
  "model-1-forward-web": {
    title: "Model 1 forward in WebAssembly",
    ours: [...model("vivit-b-16x2", "forward"), "--runtime", "web"],
    exported: true,
    bar: 0.9,
  },
  "model-1-train": {
    title: "Model 1 training step",
    ours: model("vivit-b-16x2", "train"),
    peers: [["torch_vivit.py", "--work", "train"]],
    bar: 0.95,
  },
  "model-1-train-memory": {
    title: "Model 1 training step with keepMemory: false (its bar is 1.1 of the peer's memory)",
    ours: [...model("vivit-b-16x2", "train"), "--no-keep-memory"],
    peers: [["torch_vivit.py", "--work", "train"]],
    bar: 0.95,
  },
  "model-2-forward": {
    title: "Model 2 forward",
    ours: model("vivit-b-16x2-fe", "forward"),
    peers: [jax(2, "forward")],
    bar: 0.8,
  },
  "model-2-train": {
    title: "Model 2 training step",
    ours: model("vivit-b-16x2-fe", "train"),
    peers: [jax(2, "train")],
    bar: 0.65,
  },
  "model-3-forward": {
    title: "Model 3 forward",
    ours: model("vivit-b-16x2-fsa", "forward"),
    peers: [jax(3, "forward")],
    bar: 0.9,
  },
  "model-4-forward": {
    title: "Model 4 forward",
    ours: model("vivit-b-16x2-fdp", "forward"),
    peers: [jax(4, "forward")],
    bar: 0.9,
  },
  "tiny-step": {
    title: "training step of the tiny model, against PyTorch",
    ours: model("tiny", "train"),
    peers: [["torch_vivit.py", "--work", "train", "--model", "tiny"]],
    bar: 1,
  },
  "tiny-step-tfjs": {
    title: "training step of the tiny model, against TensorFlow.js",
    ours: model("tiny", "train"),
    stock: [...model("tiny", "train"), "--runtime", "tfjs-wasm"],
    bar: 1 / 40,
  },
  "tiny-step-web": {
    title: "training step of the tiny model in WebAssembly, against TensorFlow.js",
    ours: [...model("tiny", "train"), "--runtime", "web"],
    stock: [...model("tiny", "train"), "--runtime", "tfjs-wasm"],
    bar: 1 / 14,
  },
  "clips-geometry": {
    title: "64 training clips of 32 × 224 × 224, scaled, cropped and mirrored",
    ours: ["--augmentation", "geometry", "--resize", "native"],
    peers: loaders("geometry"),
    ...clips,
  },
  "clips-color": {
    title: "64 training clips of 32 × 224 × 224, scaled, cropped, mirrored, colors changed",
    ours: ["--augmentation", "color", "--resize", "native"],
    peers: loaders("color"),
    ...clips,
  },
  "clips-tensorflow": {
    title: "64 training clips of 32 × 224 × 224, resized as TensorFlow does, to the bit",
    ours: ["--augmentation", "color", "--resize", "tensorflow"],
    peers: loaders("color"),
    ...clips,
  },
};
