import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchHubModel } from "./fetch-hub-model.ts";
import { type HostedFile, type HubServer, startHubServer } from "./testing/hub-server.ts";

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251);
const weights: HostedFile = { bytes, large: true };
const commit = "0123456789abcdef0123456789abcdef01234567";

let server: HubServer;
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vivit-hub-full-"));
  server = await startHubServer({
    "owner/model": { commit, revisions: ["main"], files: { "model.safetensors": weights } },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === "win32")("a disk that becomes full during a download", () => {
  const settings = () => ({
    cacheDirectory: join(folder, "cache"),
    endpoint: server.endpoint,
    accessToken: "",
    offline: false,
  });
  const blobs = () => join(folder, "cache", "models--owner--model", "blobs");

  it("is said; what has come is kept, and no model appears in the cache", async () => {
    const script = join(folder, "fetch.mts");
    const module = pathToFileURL(join(import.meta.dirname, "fetch-hub-model.ts")).href;
    writeFileSync(
      script,
      `import { fetchHubModel } from ${JSON.stringify(module)};
       await fetchHubModel("hf:owner/model", ${JSON.stringify(settings())}).catch((error) => process.stdout.write(error.message));`,
    );
    // the shell's limit on file sizes is a full disk that needs no privileges; 1,000 blocks are 0.5 or 1 MB
    const command = `ulimit -f 1000; exec "$0" --import tsx --conditions @vivit/source "$1"`;
    const { stdout } = await promisify(execFile)("sh", ["-c", command, process.execPath, script], {
      cwd: import.meta.dirname,
    });
    const [partial = "", ...others] = readdirSync(blobs());
    expect(partial).toMatch(/^[\da-f]{64}\.incomplete$/);
    expect(others).toEqual([]);
    const kept = readFileSync(join(blobs(), partial));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.equals(bytes.subarray(0, kept.length))).toBe(true);
    const missing = ((bytes.length - kept.length) / 1e6).toFixed(1);
    expect(stdout).toBe(
      `hub: model.safetensors: expected room for ${missing} MB more, got EFBIG; free some space and fetch it again, it goes on from there, or set HF_HUB_CACHE to another folder`,
    );
    await expect(fetchHubModel("hf:owner/model", { ...settings(), offline: true })).rejects.toThrow(
      "as offline is set, found none",
    );
  });
  it("is forgotten once there is room: the download goes on where it stopped", async () => {
    const { size } = statSync(join(blobs(), readdirSync(blobs())[0]!));
    const { directory } = await fetchHubModel("hf:owner/model", settings());
    expect(server.requests.at(-1)).toMatch(new RegExp(`bytes=${size}-$`));
    expect(readFileSync(join(directory, "model.safetensors")).equals(bytes)).toBe(true);
    expect(readdirSync(blobs())).toHaveLength(1);
  });
});
