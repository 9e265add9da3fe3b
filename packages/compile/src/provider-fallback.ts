/**
 * Open a session on the first execution provider that works.
 *
 * A provider that does not work is passed over only if others are named behind it.
 *
 * @param providers in order of preference
 * @param open opens a session on one of them; what it cannot compute falls to the processor by itself
 * @throws Error if the last one named fails, saying why
 */
export async function openOnFirstProvider<Session>(
  providers: readonly string[],
  open: (provider: string) => Promise<Session>,
): Promise<Session> {
  for (const [place, provider] of providers.entries()) {
    try {
      return await open(provider);
    } catch (error) {
      if (place === providers.length - 1) throw unavailable(providers, error);
    }
  }
  throw new RangeError(
    "compile: options.executionProviders: expected at least one name, got none; leave it out for the processor",
  );
}

/** On the processor any failure is the model's own. */
function unavailable(providers: readonly string[], error: unknown): unknown {
  const last = providers.at(-1)!;
  if (last === "cpu" || last === "wasm") return error;
  const reason = String(error instanceof Error ? error.message : error).split("\n")[0];
  return new Error(
    `compile: options.executionProviders: expected one that works on this machine, got ${providers.join(", ")} (${reason}); name cpu (in a browser wasm) last to fall back to it`,
    { cause: error },
  );
}
