/** What a published package may import, besides itself. */
export interface ImportRow {
  /** Packages of this repository: only ones further down. */
  readonly packages: readonly string[];
  /** Libraries from the registry. */
  readonly libraries: readonly string[];
}

const core = "@tensorflow/tfjs-core";

/** Who may import whom: imports point down, never sideways or up. Programs may import every package. */
export const importTable: Readonly<Record<string, ImportRow>> = {
  "@vivit/training": { packages: ["@vivit/nn", "@vivit/models", "@vivit/compile"], libraries: [core] },
  "@vivit/weights": {
    packages: ["@vivit/nn", "@vivit/tokenization", "@vivit/models"],
    libraries: [core, "@huggingface/hub", "@msgpack/msgpack", "@zip.js/zip.js"],
  },
  "@vivit/models": { packages: ["@vivit/nn", "@vivit/tokenization", "@vivit/transformer"], libraries: [core] },
  "@vivit/tokenization": { packages: ["@vivit/nn"], libraries: [core] },
  "@vivit/transformer": { packages: ["@vivit/nn"], libraries: [core] },
  "@vivit/compile": {
    packages: ["@vivit/nn"],
    libraries: [core, "onnxruntime-common", "onnxruntime-node", "onnxruntime-web", "pbf"],
  },
  "@vivit/nn": { packages: [], libraries: [core] },
  "@vivit/datasets": {
    packages: ["@vivit/nn"],
    libraries: [core, "csv-parse", "mediabunny", "node-av", "pbf", "workerpool", "zod"],
  },
};

/** The union of TensorFlow.js packages and the backends: programs and test set-up choose them, packages do not. */
export const programsOnly = /^@tensorflow\/tfjs(-backend-.+)?$/;
