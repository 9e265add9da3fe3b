import { join } from "node:path";
import { fileDownloadInfo, type ListFileEntry, listFiles, modelInfo } from "@huggingface/hub";
import { CheckpointError } from "../../checkpoint-error.ts";
import { chooseFiles } from "./choose-files.ts";
import { downloadBlob } from "./download-blob.ts";
import { explainHubError, isUnreachable } from "./explain-hub-error.ts";
import { exists, findCached, type HubCache, type HubSnapshot, hubCache, linkBlob, noteReference } from "./hub-cache.ts";
import { type HubName, parseHubName } from "./hub-name.ts";
import { decideSettings, type HubOptions, type HubSettings } from "./hub-settings.ts";

/**
 * Bring a model of the Hugging Face hub onto this machine: its configuration, its preprocessing and one set of weights.
 *
 * Files lie in the cache that Hugging Face's own tools use, so that neither fetches what the other has. Downloads go on where
 * they stopped and every file is checked. If the hub is not reached, what is cached is used.
 *
 * @param name `hf:owner/name` or `hf:owner/name@revision`; the revision is a branch, a tag, a commit or `refs/pr/3`
 * @returns the folder that holds the files under their names, and the commit
 * @throws CheckpointError if the model is not found, gated, not cached while offline, does not fit the disk, or arrives damaged
 */
export async function fetchHubModel(name: string, options: HubOptions = {}): Promise<HubSnapshot> {
  const model = parseHubName(name);
  const settings = decideSettings(options);
  const cache = hubCache(settings.cacheDirectory, model);
  if (settings.offline) return (await findCached(cache, model)) ?? refuseOffline(model, settings);
  try {
    return await fetchFiles(model, cache, settings);
  } catch (error) {
    const cached = isUnreachable(error) ? await findCached(cache, model) : undefined;
    if (cached) return cached;
    throw explainHubError(error, model, settings);
  }
}

function refuseOffline({ repository, revision }: HubName, { cacheDirectory }: HubSettings): never {
  throw new CheckpointError(
    `hub: ${repository}: expected revision ${revision} in ${cacheDirectory}, as offline is set, found none; fetch it once with a connection`,
  );
}

async function fetchFiles(model: HubName, cache: HubCache, settings: HubSettings): Promise<HubSnapshot> {
  const { endpoint: hubUrl, credentials } = settings;
  const at = { ...credentials, hubUrl };
  const info = await modelInfo({ ...at, name: model.repository, revision: model.revision, additionalFields: ["sha"] });
  const commit = info.sha;
  const entries: ListFileEntry[] = [];
  for await (const entry of listFiles({ ...at, repo: model.repository, revision: commit }))
    if (entry.type === "file" && /^[\w-][\w.-]*$/.test(entry.path)) entries.push(entry);
  const chosen = chooseFiles(entries.map(({ path }) => path));
  if (chosen.length === 0)
    throw new CheckpointError(
      `hub: ${model.repository}: expected safetensors, torch, NumPy or Flax weights, got ${entries.map(({ path }) => path).join(", ") || "no files"}; name another revision or model`,
    );
  const directory = cache.snapshot(commit);
  for (const file of chosen) {
    const entry = entries.find(({ path }) => path === file)!;
    await fetchFile(entry, { model, cache, settings, commit, directory });
  }
  await noteReference(cache, model, commit);
  return { directory, commit };
}

interface Place {
  readonly model: HubName;
  readonly cache: HubCache;
  readonly settings: HubSettings;
  readonly commit: string;
  readonly directory: string;
}

async function fetchFile(entry: ListFileEntry, { model, cache, settings, commit, directory }: Place): Promise<void> {
  const place = join(directory, entry.path);
  if (await exists(place)) return;
  const { path: file, size } = entry;
  const checksum = checksumOf(entry, model);
  const blob = cache.blob(checksum.value);
  const { onProgress } = settings;
  if (!(await exists(blob)))
    await downloadBlob(blob, {
      file,
      size,
      checksum,
      request: (begin) => requestFile(file, begin, model, commit, settings),
      ...(onProgress ? { onProgress: (done) => onProgress({ file, done, total: size }) } : {}),
    });
  await linkBlob(blob, place);
}

function checksumOf({ path, lfs, oid }: ListFileEntry, { repository }: HubName) {
  const [kind, value] = lfs ? (["sha256", lfs.oid] as const) : (["git", oid ?? ""] as const);
  if (!/^[0-9a-f]{40,64}$/.test(value))
    throw new CheckpointError(`hub: ${repository}: expected a checksum of ${path}, got ${JSON.stringify(value)}`);
  return { kind, value };
}

/** Ask for a file from a byte on. The plain address serves every file, whichever store holds it. */
async function requestFile(
  path: string,
  begin: number,
  { repository }: HubName,
  revision: string,
  { endpoint: hubUrl, credentials }: HubSettings,
): Promise<Response> {
  const info = await fileDownloadInfo({ ...credentials, repo: repository, path, revision, hubUrl });
  if (!info) throw new CheckpointError(`hub: ${repository}: ${path} is listed but not there; try again`);
  const { accessToken } = credentials;
  const response = await fetch(info.url, {
    headers: {
      ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
      ...(begin > 0 ? { Range: `bytes=${begin}-` } : {}),
    },
  });
  if (!response.ok || !response.body)
    throw new CheckpointError(`hub: ${repository}: ${path}: the hub answered ${response.status}; try again later`);
  return response;
}
