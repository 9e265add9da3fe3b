import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../../checkpoint-error.ts";
import { fetchHubModel } from "./fetch-hub-model.ts";
import { parseHubName } from "./hub-name.ts";
import type { HubOptions, HubProgress } from "./hub-settings.ts";
import { checksumOf, type HostedFile, type HubServer, startHubServer, token } from "./testing/hub-server.ts";

const text = (words: string): HostedFile => ({ bytes: new TextEncoder().encode(words) });
const weights: HostedFile = { bytes: Uint8Array.from({ length: 5000 }, (_, at) => at % 251), large: true };
const commit = "0123456789abcdef0123456789abcdef01234567";
const files = {
  "config.json": text('{"model_type": "vivit"}'),
  "preprocessor_config.json": text("{}"),
  "README.md": text("read me"),
  "model.safetensors": weights,
  "pytorch_model.bin": weights,
};
const withWeights = (claims: HostedFile["claims"]) => ({
  commit,
  revisions: ["main"],
  files: { "model.safetensors": { ...weights, ...(claims ? { claims } : {}) } },
});

let server: HubServer;
let cacheDirectory = "";
beforeAll(async () => {
  server = await startHubServer({
    "owner/model": { commit, revisions: ["main", "refs/pr/3"], files },
    "owner/gated": { commit, revisions: ["main"], files, gated: true },
    "owner/damaged": withWeights({ checksum: "a".repeat(64) }),
    "owner/huge": withWeights({ size: 2 ** 60 }),
    "owner/empty": { commit, revisions: ["main"], files: { "README.md": files["README.md"] } },
  });
});
beforeEach(() => {
  server.requests.length = 0;
  cacheDirectory = mkdtempSync(join(tmpdir(), "vivit-hub-"));
  return () => rmSync(cacheDirectory, { recursive: true, force: true });
});
afterAll(() => server.close());

const get = (name: string, options: HubOptions = {}) =>
  fetchHubModel(name, { cacheDirectory, endpoint: server.endpoint, accessToken: "", offline: false, ...options });
const refusal = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => new Error("was not refused"),
    (error) => error,
  );
  expect(error).toBeInstanceOf(CheckpointError);
  return error.message.replaceAll(server.endpoint, "<hub>").replaceAll(cacheDirectory, "<cache>");
};

describe("fetchHubModel", () => {
  it("brings descriptions and the best weights, in the cache's layout", async () => {
    const seen: HubProgress[] = [];
    const { directory } = await get("hf:owner/model", { onProgress: (progress) => seen.push(progress) });
    const folder = join(cacheDirectory, "models--owner--model");
    expect(directory).toBe(join(folder, "snapshots", commit));
    expect(readdirSync(directory).sort()).toEqual(["config.json", "model.safetensors", "preprocessor_config.json"]);
    expect(Uint8Array.from(readFileSync(join(directory, "model.safetensors")))).toEqual(weights.bytes);
    expect(readdirSync(join(folder, "blobs")).sort()).toEqual(
      [files["config.json"], files["preprocessor_config.json"], weights].map(checksumOf).sort(),
    );
    expect(lstatSync(join(directory, "model.safetensors")).isSymbolicLink()).toBe(process.platform !== "win32");
    expect(readFileSync(join(folder, "refs", "main"), "utf8")).toBe(commit);
    expect(seen.at(-1)).toEqual({ file: "model.safetensors", done: 5000, total: 5000 });
  });
  it("fetches nothing twice, whatever the revision is called", async () => {
    await get("hf:owner/model");
    await get("hf:owner/model@refs/pr/3");
    await get(`hf:owner/model@${commit}`);
    expect(server.requests.filter((request) => request.includes("/resolve/") && !request.includes("0-0"))).toHaveLength(
      3,
    );
    expect(readFileSync(join(cacheDirectory, "models--owner--model", "refs", "refs", "pr", "3"), "utf8")).toBe(commit);
  });
  it("says that a connection broke, and goes on where it stopped", async () => {
    server.cutAfter(1234);
    expect(await refusal(get("hf:owner/model"))).toMatch(
      /^hub: model\.safetensors: expected 5000 bytes, the connection broke after 1234 .*; fetch it again, it goes on from there$/,
    );
    const { directory } = await get("hf:owner/model");
    expect(server.requests.at(-1)).toMatch(/bytes=1234-$/);
    expect(Uint8Array.from(readFileSync(join(directory, "model.safetensors")))).toEqual(weights.bytes);
  });
  it("works offline with what is cached, by any name it was fetched under", async () => {
    const online = await get("hf:owner/model");
    server.requests.length = 0;
    expect(await get("hf:owner/model", { offline: true })).toEqual(online);
    expect(await get(`hf:owner/model@${commit}`, { offline: true })).toEqual(online);
    expect(server.requests).toEqual([]);
    expect(await get("hf:owner/model", { endpoint: "http://127.0.0.1:9" })).toEqual(online);
  });
  it("opens gated models with a token", async () => {
    expect((await get("hf:owner/gated", { accessToken: token })).commit).toBe(commit);
  });
});

describe("what fetchHubModel refuses, and what to do", () => {
  it.each([
    [
      "hf:owner/nowhere",
      "hub: owner/nowhere: found no such model, or no revision main, at <hub>/owner/nowhere; check owner, name and revision",
    ],
    [
      "hf:owner/model@v9",
      "hub: owner/model: found no such model, or no revision v9, at <hub>/owner/model; check owner, name and revision",
    ],
    [
      "hf:owner/gated",
      "hub: owner/gated: access is gated; accept the conditions at <hub>/owner/gated and set HF_TOKEN to a token of yours",
    ],
    [
      "hf:owner/empty",
      "hub: owner/empty: expected safetensors, torch, NumPy or Flax weights, got README.md; name another revision or model",
    ],
    [
      "hf:owner/damaged",
      `hub: model.safetensors: expected sha256 ${"a".repeat(64)}, got ${checksumOf(weights)}; the download was damaged and is removed, fetch it again`,
    ],
    [
      "hf:owner",
      "hub: expected hf:owner/name or hf:owner/name@revision, got hf:owner; for example hf:google/vivit-b-16x2-kinetics400",
    ],
  ])("%s", async (name, message) => expect(await refusal(get(name))).toBe(message));

  it("a file larger than the disk", async () =>
    expect(await refusal(get("hf:owner/huge"))).toMatch(
      /^hub: model\.safetensors: expected room for 1152921504606\.8 MB in <cache>.*, got [\d.]+ MB; free some space, or set HF_HUB_CACHE to another folder$/,
    ));
  it("what is not cached, offline and unreachable", async () => {
    expect(await refusal(get("hf:owner/model", { offline: true }))).toBe(
      "hub: owner/model: expected revision main in <cache>, as offline is set, found none; fetch it once with a connection",
    );
    expect(await refusal(get("hf:owner/model", { endpoint: "http://127.0.0.1:9" }))).toMatch(
      /^hub: owner\/model: http:\/\/127\.0\.0\.1:9 was not reached \(.+\) and the model is not cached; check the connection$/,
    );
  });
  it("a damaged download leaves nothing behind", async () => {
    await refusal(get("hf:owner/damaged"));
    expect(readdirSync(join(cacheDirectory, "models--owner--damaged", "blobs"))).toEqual([]);
  });
});

describe("parseHubName", () => {
  it("takes revisions with slashes", () =>
    expect(parseHubName("hf:google/vivit-b-16x2@refs/pr/3")).toEqual({
      repository: "google/vivit-b-16x2",
      revision: "refs/pr/3",
    }));
  it.each(["hf:a/b@../x", "hf:../b", "hf:a/b/c", "hf:a/b@", "hf:a/b@x/..", "hf:/b"])("refuses %s", (name) =>
    expect(() => parseHubName(name)).toThrow(CheckpointError),
  );
});
