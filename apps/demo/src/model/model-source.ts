import { blobSource, CheckpointError, type ModelFolder } from "@vivit/weights";

/** Models that come with the page, by the name of their folder. */
export const bundledModels = {
  motions: "Motions, Model 1: joint space-time attention",
  "motions-factorized": "Motions, Model 2: factorized encoder",
} as const;

/** The name of a model that comes with the page. */
export type BundledModel = keyof typeof bundledModels;

/** A file of a folder that somebody chose or dropped. */
export interface ChosenFile {
  /** Below and with that folder: run/config.json. */
  readonly path: string;
  readonly file: File;
}

/** Where a model comes from. */
export type ModelSource =
  | { readonly kind: "bundled"; readonly name: BundledModel }
  /** A folder that somebody chose. */
  | { readonly kind: "files"; readonly files: readonly ChosenFile[] }
  /** The address of a folder. */
  | { readonly kind: "url"; readonly url: string }
  /** A model of the Hugging Face hub: owner/name, or owner/name@revision. */
  | { readonly kind: "hub"; readonly id: string };

/** What to call a source before it is read. */
export function titleOf(source: ModelSource): string {
  if (source.kind === "bundled") return bundledModels[source.name];
  if (source.kind === "files") return folderOf(source.files) ?? "the chosen folder";
  return source.kind === "url" ? source.url : source.id;
}

/**
 * The files of a source by name.
 *
 * @param base address of the page, for the models that come with it
 * @throws CheckpointError for an address or a name that cannot be one
 */
export function openSource(source: ModelSource, base: string): ModelFolder {
  if (source.kind === "files") return openFiles(source.files);
  return openAddress(addressOf(source, base));
}

/**
 * The address of the folder of a source, with a slash at its end.
 *
 * @throws CheckpointError for an address or a name that cannot be one
 */
export function addressOf(source: Exclude<ModelSource, { kind: "files" }>, base: string): string {
  if (source.kind === "bundled") return new URL(`models/${source.name}/`, base).href;
  if (source.kind === "hub") {
    const [, id, revision = "main"] = /^(?:hf:)?([\w.-]+\/[\w.-]+)(?:@([\w./-]+))?$/.exec(source.id.trim()) ?? [];
    if (!id) throw new CheckpointError(`expected a model such as google/vivit-b-16x2-kinetics400, got "${source.id}"`);
    return `https://huggingface.co/${id}/resolve/${revision}/`;
  }
  if (!URL.canParse(source.url, base))
    throw new CheckpointError(`expected the address of a folder, got "${source.url}"`);
  const { href } = new URL(source.url, base);
  return href.replace(/\/?$/, "/");
}

/** The name of the folder, where there is one. */
function folderOf(files: readonly ChosenFile[]): string | undefined {
  const names = partsOf(files[0]?.path ?? "");
  return names.length > 1 ? names[0] : undefined;
}

/** Files that somebody chose, found in whatever folder they lie, the outermost first. */
function openFiles(files: readonly ChosenFile[]): ModelFolder {
  const ordered = [...files].sort((a, b) => partsOf(a.path).length - partsOf(b.path).length);
  return async (name) => {
    const found = ordered.find(({ file }) => file.name === name);
    return found && blobSource(found.file);
  };
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

function openAddress(address: string): ModelFolder {
  return async (name) => {
    const answer = await request(`${address}${name}`, "GET");
    return answer && blobSource(await answer.blob());
  };
}

/** Bytes of a file at an address, where the server tells without sending it. */
export async function sizeAt(address: string): Promise<number | undefined> {
  const answer = await request(address, "HEAD");
  const length = Number(answer?.headers.get("content-length"));
  return length > 0 ? length : undefined;
}

/** Undefined where there is no such file; a page of a server that answers everything is none. */
async function request(address: string, method: "GET" | "HEAD"): Promise<Response | undefined> {
  const answer = await fetch(address, { method }).catch((cause: Error) => {
    throw new CheckpointError(
      `${address} could not be fetched: its server, the network or this page's security policy does not allow it; download the folder and choose it`,
      { cause },
    );
  });
  if (answer.headers.get("content-type")?.startsWith("text/html")) return undefined;
  if (answer.ok) return answer;
  if (answer.status === 404 || answer.status === 403) return undefined;
  throw new CheckpointError(`${address}: the server answered ${answer.status}; try again later`);
}
