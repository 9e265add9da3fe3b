import { variants } from "@vivit/models";
import { treeLeaves } from "@vivit/nn";
import type { SourceModel } from "../source/read-source.ts";

/** What was read, in lines. */
export function describeSource(name: string, { family, parameters, saved, notices }: SourceModel): string[] {
  const leaves = treeLeaves(parameters);
  const values = leaves.reduce((sum, [, leaf]) => sum + leaf.values.length, 0);
  const model = saved?.model;
  return [
    `read         ${name}: ${family}, ${leaves.length} parameters of ${values.toLocaleString("en-US")} values`,
    ...(model
      ? [
          `model        ${variants[model.variant].title}; ${model.encoder.depth} blocks of width ${model.encoder.dim}, ${model.encoder.heads} heads${
            model.temporalEncoder ? `, ${model.temporalEncoder.depth} temporal blocks` : ""
          }; clips of ${model.clip.frames} frames, ${model.clip.height} × ${model.clip.width}; ${model.classes} classes`,
        ]
      : ["model        not described: no config.json beside the weights, so none is written"]),
    "renamed      every parameter to our names",
    "left over    none",
    "missing      none",
    ...notices.map((notice) => `notice       ${notice}`),
  ];
}
