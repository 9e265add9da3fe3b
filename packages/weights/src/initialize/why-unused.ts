import { hasTemporalEncoder, type InitializationContext, mainPrefix } from "./initialization-context.ts";

/** Why nothing was made of a parameter of the source. */
export function whyUnused(path: string, { source, target, options }: InitializationContext): string {
  if (path.startsWith("temporal.") && !hasTemporalEncoder(target)) return "the target has no temporal encoder";
  const own = path.replace(mainPrefix(source), mainPrefix(target));
  const [top] = path.split(".") as [string];
  if (top === "head") return options.head === "fresh" ? "the head is not restored" : "the target has no such head";
  if (top === "representation" && !hasAny(target, "representation.")) return "the target has no representation layer";
  if (path.endsWith("classToken") && !target.has(own)) return "the target has no class token";
  if (path.endsWith("positions") && !target.has(own)) return "the target has no learned positions";
  return "not restored, by the options";
}

function hasAny(leaves: InitializationContext["target"], beginning: string): boolean {
  return [...leaves.keys()].some((path) => path.startsWith(beginning));
}
