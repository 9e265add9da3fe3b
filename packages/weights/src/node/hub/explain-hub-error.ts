import { HubApiError } from "@huggingface/hub";
import { CheckpointError } from "../../checkpoint-error.ts";
import type { HubName } from "./hub-name.ts";
import type { HubSettings } from "./hub-settings.ts";

/** Whether a server was not reached at all, as opposed to having answered with an error. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.cause !== undefined; // what fetch throws
}

/** Say what went wrong on the hub and what to do. */
export function explainHubError(
  error: unknown,
  { repository, revision }: HubName,
  { endpoint, credentials }: HubSettings,
): Error {
  if (error instanceof CheckpointError) return error;
  const say = (text: string) => new CheckpointError(`hub: ${repository}: ${text}`, { cause: error });
  if (isUnreachable(error)) {
    const reason = ((error as Error).cause as Error | undefined)?.message || (error as Error).message;
    return say(`${endpoint} was not reached (${reason}) and the model is not cached; check the connection`);
  }
  if (!(error instanceof HubApiError)) return error as Error;
  const place = `${endpoint}/${repository}`;
  if (error.statusCode === 404)
    return say(`found no such model, or no revision ${revision}, at ${place}; check owner, name and revision`);
  if (error.statusCode === 403 || /gated|restricted|access to model/i.test(error.message))
    return say(
      credentials.accessToken
        ? `access is gated and not granted to the owner of HF_TOKEN; accept the conditions at ${place}`
        : `access is gated; accept the conditions at ${place} and set HF_TOKEN to a token of yours`,
    );
  if (error.statusCode === 401)
    return say(
      credentials.accessToken
        ? "no such model, or HF_TOKEN is not valid for it; check the name and the token"
        : "no such model, or a private one; check the name, or set HF_TOKEN",
    );
  return say(`the hub answered ${error.statusCode}; try again later (${error.message})`);
}
