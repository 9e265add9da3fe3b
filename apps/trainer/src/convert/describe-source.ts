import { variants } from "@vivit/models";
import { treeLeaves } from "@vivit/nn";
import type { CheckpointFacts, LeftoverValue } from "@vivit/weights";
import { type Activation, describeActivation } from "../source/activation.ts";
import { familyTitles } from "../source/family-titles.ts";
import type { SourceModel } from "../source/read-source.ts";

/** What was read and what became of every tensor, in lines. */
export function describeSource(name: string, { checkpoint, saved, activation, notices }: SourceModel): string[] {
  const { facts, renames, leftovers, tree } = checkpoint;
  const values = treeLeaves(tree).reduce((sum, [, leaf]) => sum + leaf.values.length, 0);
  const same = renames.filter(({ from, to }) => from === to).length;
  return [
    `read       ${name}: ${facts.format}, ${familyTitles[facts.family]}, ${renames.length} parameters of ${values.toLocaleString("en-US")} values`,
    `model      ${describeModel(facts, activation)}`,
    ...describeUse(saved, facts),
    `renamed    ${same === renames.length ? "none" : `${renames.length - same} of ${renames.length}, such as ${exampleOf(renames)}`}`,
    ...describeLeftovers(leftovers),
    "missing    none",
    ...notices.map((notice) => `notice     ${notice}`),
  ];
}

function describeModel(
  { kind, variants: names, encoder, temporalEncoder, ...facts }: CheckpointFacts,
  activation: Activation,
): string {
  const { frames, height, width } = facts.tubelet;
  const titles = names.map((name) => variants[name].title).join(", or ");
  return [
    kind === "image" ? "an image ViT" : titles,
    `${encoder.depth} blocks of width ${facts.dim}${encoder.heads === undefined ? "" : `, ${encoder.heads} heads`}`,
    ...(temporalEncoder ? [`${temporalEncoder.depth} temporal blocks`] : []),
    kind === "image" ? `patches of ${height} × ${width}` : `tubelets of ${frames} × ${height} × ${width}`,
    encoder.tokens === undefined ? "positions of no parameter" : `${encoder.tokens} positions`,
    facts.classes === undefined ? "no head" : `${facts.classes} classes`,
    ...describeActivation(activation),
  ].join("; ");
}

function describeUse(saved: SourceModel["saved"], { kind }: CheckpointFacts): string[] {
  if (kind === "image") return ["use        begins a video model: vivit train --init"];
  if (!saved) return ["use        begins a video model; no config.json beside the weights says what clips it takes"];
  const { clip, encoder } = saved.model;
  return [`use        clips of ${clip.frames} frames, ${clip.height} × ${clip.width}; ${encoder.heads} heads`];
}

function exampleOf(renames: readonly { readonly from: string; readonly to: string }[]): string {
  const { from, to } = renames.find((each) => each.to.endsWith("query.kernel")) ?? renames[0]!;
  return `${from} → ${to}`;
}

/** Names in a line. */
const shown = 2;

/** One line for each reason, a few of its names. */
function describeLeftovers(leftovers: readonly LeftoverValue[]): string[] {
  if (leftovers.length === 0) return ["left over  none"];
  const byReason = new Map<string, string[]>();
  for (const { name, why, value } of leftovers) {
    const reason = value === undefined ? why : "not a tensor";
    byReason.set(reason, [...(byReason.get(reason) ?? []), value === undefined ? name : `${name} = ${value}`]);
  }
  return [...byReason].map(([why, names]) => {
    const more = names.length > shown ? ` and ${names.length - shown} more` : "";
    return `left over  ${names.slice(0, shown).join(", ")}${more}: ${why}`;
  });
}
