import { CheckpointError } from "../../checkpoint-error.ts";

/** A repository of the Hugging Face hub at one revision. */
export interface HubName {
  /** Owner and name: `google/vivit-b-16x2-kinetics400`. */
  readonly repository: string;
  /** A branch, a tag, a commit, or `refs/pr/3`. */
  readonly revision: string;
}

const prefix = "hf:";

/** Whether a model is named as one of the hub: `hf:owner/name` or `hf:owner/name@revision`. */
export function isHubName(name: string): boolean {
  return name.startsWith(prefix);
}

/**
 * Take the name of a model on the hub apart.
 *
 * @throws CheckpointError if it is not `hf:owner/name` or `hf:owner/name@revision`
 */
export function parseHubName(name: string): HubName {
  const [, repository, revision = "main"] =
    /^hf:([\w-][\w.-]*\/[\w-][\w.-]*)(?:@([\w-][\w.-]*(?:\/[\w-][\w.-]*)*))?$/.exec(name) ?? [];
  if (!repository || revision.includes(".."))
    throw new CheckpointError(
      `hub: expected hf:owner/name or hf:owner/name@revision, got ${name}; for example hf:google/vivit-b-16x2-kinetics400`,
    );
  return { repository, revision };
}
