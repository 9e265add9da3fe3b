import type { ModelConfig } from "@vivit/models";
import { type HostTensor, randomKey, type Tree } from "@vivit/nn";
import { describeInitialization, initializeFrom } from "@vivit/weights";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { describeHeads } from "../source/describe-heads.ts";
import { familyTitles } from "../source/family-titles.ts";
import { asInitializationSource, type SourceModel } from "../source/read-source.ts";
import { initialParameters } from "./training-state.ts";

/**
 * Begin a run with a trained model.
 *
 * @returns the first parameters, and the report in lines
 * @throws CheckpointError that lists every parameter that does not fit
 */
export function initializeRun(
  { init: { from, freeze, ...options }, seed, clip }: Recipe,
  model: ModelConfig,
  source: SourceModel,
): { parameters: Tree<HostTensor>; lines: string[] } {
  const fresh = initialParameters(model, randomKey(seed));
  const target = { config: model, parameters: fresh };
  const { parameters, report } = initializeFrom(asInitializationSource(source), target, options);
  return {
    parameters,
    lines: [
      `begins with ${from} (${familyTitles[source.checkpoint.facts.family]})`,
      ...describeInitialization(report),
      ...describeHeads(source, model),
      ...describeRange(clip.range),
      ...source.notices.map((notice) => `notice: ${notice}`),
    ],
  };
}

/** A range that is not the usual one is worth a line: the model is trained and used in it. */
function describeRange([black, white]: Recipe["clip"]["range"]): string[] {
  return black === -1 && white === 1 ? [] : [`notice: pixels are in [${black}, ${white}], as the source was trained`];
}
