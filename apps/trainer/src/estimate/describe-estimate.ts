import { type ModelPart, variants } from "@vivit/models";
import type { ModelEstimate, TimeEstimate } from "./estimate-model.ts";
import { textTable } from "./text-table.ts";

const partNames: Readonly<Record<ModelPart, string>> = {
  patchEmbedding: "embedding",
  attentionProjections: "attention, projections",
  attentionProducts: "attention, products",
  mlp: "MLP",
  temporalAttentionProjections: "temporal attention, projections",
  temporalAttentionProducts: "temporal attention, products",
  temporalMlp: "temporal MLP",
  head: "head",
};

const memoryNames = {
  parameters: "parameters",
  optimizer: "optimizer",
  nextState: "both again, as the step writes them",
  gradients: "gradients",
  activations: "activations for the gradient",
  workspace: "workspace",
  clips: "clips",
  total: "at most at once",
} as const;

/** An estimate as text of three tables. @param emphasize marks headings, on a terminal */
export function describeEstimate(estimate: ModelEstimate, emphasize: (text: string) => string): string {
  const { name, variant, clip, tubelet, tokens, classes } = estimate;
  const { time, rows, columns } = tokens;
  const extent = (frames: number, height: number, width: number) => `${frames} × ${height} × ${width}`;
  const about = [
    emphasize(`${name}: ${variants[variant].title}`),
    `clips of ${extent(clip.frames, clip.height, clip.width)} in tubelets of ${extent(tubelet.frames, tubelet.height, tubelet.width)}: ` +
      `${whole(time * rows * columns)} tokens (${extent(time, rows, columns)}), ${classes} classes`,
  ];
  const sections = [about.join("\n"), describeParts(estimate), describeMemory(estimate)];
  if (estimate.time) sections.push(describeTime(estimate.time, estimate.batch));
  return `${sections.join("\n\n")}\n`;
}

function describeParts({ parts, total, paperGflops }: ModelEstimate): string {
  const row = (name: string, { parameters, multiplyAdds, elementwise }: ModelEstimate["total"]) => [
    name,
    parameters === 0 ? none : whole(parameters),
    amount(multiplyAdds),
    amount(elementwise),
  ];
  const table = textTable([
    ["one clip, forward", "parameters", "multiply-adds", "element-wise"],
    ...parts.map(({ part, ...counts }) => row(partNames[part], counts)),
    row("total", total),
  ]);
  return `${table}\n${paperGflops.toFixed(1)} GFLOPs as the paper counts them: multiply-adds and half of the element-wise operations`;
}

function describeMemory({ memory, batch }: ModelEstimate): string {
  const columns = memory.forward ? [memory.forward, memory.training] : [memory.training];
  const heading = memory.forward ? ["forward", "training step"] : ["training step"];
  const names = Object.keys(memoryNames) as (keyof typeof memoryNames)[];
  const rows = names.map((name) => [memoryNames[name], ...columns.map((one) => bytes(one[name]))]);
  const notes =
    `Activations go as gradients come. On top: ${bytes(memory.process)} of this process, and what ONNX Runtime's arena leaves empty;\n` +
    "measured training steps took up to twice their gradients, activations and workspace";
  return `${textTable([[`memory, ${clips(batch)}`, ...heading], ...rows])}\n${notes}`;
}

function describeTime({ forward, trainingStep, processor, cores, basis }: TimeEstimate, batch: number): string {
  const rows = forward === undefined ? [] : [["forward pass", seconds(forward), seconds(basis.forward!)]];
  const table = textTable([
    [`time, ${clips(batch)}`, "estimated", "timed"],
    ...rows,
    ["training step", seconds(trainingStep), seconds(basis.trainingStep)],
  ]);
  return (
    `${table}\nEstimated from what was timed now on ${processor}, ${cores} cores: one block of each encoder at full width,\n` +
    `${clips(basis.batch)} of ${basis.frames} frames, ${amount(basis.multiplyAdds)} multiply-adds; scaled by multiply-adds`
  );
}

function clips(count: number): string {
  return count === 1 ? "1 clip" : `${count} clips`;
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}

const none = "–";
const units = ["", "K", "M", "G", "T", "P"] as const;

/** Three digits and a unit: `4.93 G`. */
function amount(value: number): string {
  const power = Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${threeDigits(value / 1000 ** power)} ${units[power]}`;
}

function bytes(value: number): string {
  return value === 0 ? none : `${amount(value)}B`;
}

function seconds(value: number): string {
  return value < 1 ? `${threeDigits(value * 1000)} ms` : `${threeDigits(value)} s`;
}

function threeDigits(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
