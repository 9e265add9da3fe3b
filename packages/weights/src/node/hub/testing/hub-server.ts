import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file as the hub stores it: large ones under their SHA-256, small ones under git's id. */
export interface HostedFile {
  readonly bytes: Uint8Array;
  readonly large?: boolean;
  /** What the listing says instead of the truth. */
  readonly claims?: { readonly size?: number; readonly checksum?: string };
}

/** One model on the server; `gated` ones want the token. */
export interface HostedModel {
  readonly commit: string;
  readonly revisions: readonly string[];
  readonly files: Readonly<Record<string, HostedFile>>;
  readonly gated?: boolean;
}

/** A server on 127.0.0.1 that speaks the part of the hub's API that reading a model takes. */
export interface HubServer {
  readonly endpoint: string;
  /** Every request so far, such as `GET /api/models/…`, with the range asked for. */
  readonly requests: string[];
  /** Cut the next download off after so many bytes. */
  cutAfter(bytes: number): void;
  close(): Promise<void>;
}

export const token = "hf_token_of_this_test";

/** The checksum that the hub names: SHA-256 of large files, git's id of a blob else. */
export function checksumOf({ bytes, large }: HostedFile): string {
  if (large) return createHash("sha256").update(bytes).digest("hex");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export async function startHubServer(models: Readonly<Record<string, HostedModel>>): Promise<HubServer> {
  const requests: string[] = [];
  let cut = Number.POSITIVE_INFINITY;
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ""}`);
    answer(models, request, response, (length) => {
      const after = cut;
      if (length > cut) cut = Number.POSITIVE_INFINITY; // once
      return after;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    cutAfter: (bytes) => {
      cut = bytes;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(
  models: Readonly<Record<string, HostedModel>>,
  request: IncomingMessage,
  response: ServerResponse,
  cutOf: (length: number) => number,
): void {
  const path = decodeURIComponent(new URL(request.url!, "http://hub").pathname);
  const [, name = "", verb, rest = ""] =
    /^(?:\/api\/models)?\/([^/]+\/[^/]+)\/(revision|tree|resolve)\/(.+)$/.exec(path) ?? [];
  const model = models[name];
  const revision = model && [model.commit, ...model.revisions].find((known) => `${rest}/`.startsWith(`${known}/`));
  const hosted = revision && model.files[rest.slice(revision.length + 1)];
  if (!model) refuse(response, 404, "Repository not found");
  else if (!revision) refuse(response, 404, "Invalid rev id");
  else if (verb === "revision") json(response, { id: name, _id: "1", sha: model.commit, gated: Boolean(model.gated) });
  else if (model.gated && request.headers.authorization !== `Bearer ${token}`)
    refuse(response, 403, `Access to model ${name} is restricted`);
  else if (verb === "tree")
    json(
      response,
      Object.entries(model.files).map(([at, file]) => entryOf(at, file)),
    );
  else if (!hosted) refuse(response, 404, "Entry not found");
  else send(response, hosted, request.headers.range, cutOf);
}

function entryOf(path: string, hosted: HostedFile) {
  const size = hosted.claims?.size ?? hosted.bytes.length;
  const oid = hosted.claims?.checksum ?? checksumOf(hosted);
  return { type: "file", path, size, ...(hosted.large ? { oid: "0".repeat(40), lfs: { oid, size } } : { oid }) };
}

function send(
  response: ServerResponse,
  { bytes, ...hosted }: HostedFile,
  range: string | undefined,
  cutOf: (length: number) => number,
): void {
  const [, first = "0", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const [begin, end] = [Number(first), last === "" ? bytes.length : Number(last) + 1];
  const part = bytes.subarray(begin, end);
  response.writeHead(range ? 206 : 200, {
    ETag: `"${checksumOf({ bytes, ...hosted })}"`,
    "Content-Length": part.length,
    ...(range ? { "Content-Range": `bytes ${begin}-${end - 1}/${bytes.length}` } : {}),
  });
  const cut = cutOf(part.length);
  if (part.length <= cut) response.end(part);
  else response.write(part.subarray(0, cut), () => setTimeout(() => response.destroy(), 50));
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, error: string): void {
  response.statusCode = status;
  json(response, { error });
}
