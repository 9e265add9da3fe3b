import { markdownTable } from "./markdown-table.ts";

/**
 * What `pnpm bench variants` printed on two cores of an AMD EPYC with AVX2 and 24 GB, one clip, compiled for ONNX Runtime 1.30:
 * medians of two runs, seconds and peak memory of the whole process.
 */
const runs = [
  ["`vivit-b-16x2`", "7.71 s, 1.7 GB", "26.50 s, 5.6 GB", "32.24 s, 4.1 GB"],
  ["`vivit-b-16x2-fe`", "4.38 s, 2.1 GB", "16.41 s, 6.3 GB", "20.60 s, 4.2 GB"],
  ["`vivit-b-16x2-fsa`", "5.81 s, 2.1 GB", "20.67 s, 6.4 GB", "24.47 s, 4.5 GB"],
  ["`vivit-b-16x2-fdp`", "4.37 s, 1.8 GB", "15.96 s, 5.7 GB", "18.13 s, 3.5 GB"],
  ["`vivit-b-16x2-average-pool`", "4.55 s, 1.7 GB", "16.98 s, 5.6 GB", "19.93 s, 3.4 GB"],
];

/** The section of measured times and memory. */
export const measuredRuns = `One clip on two cores of an AMD EPYC with AVX2, compiled, weights frozen for the forward pass; time and peak memory of the whole
process, medians of two runs of \`pnpm bench variants\`.

${markdownTable([["Preset", "Forward", "Training step", "Training step, gradient checkpointing"], ...runs])}

\`vivit-l-16x2\` (Model 1 at size L) took a training step of one clip with gradient checkpointing in 14.6 GB.`;
