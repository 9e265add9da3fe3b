import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, loadConfigFromFile, preview } from "vite";

/** The demo, built and served. */
export interface ServedDemo {
  /** Ends with "/". */
  readonly url: string;
  /** Where it was built to. */
  readonly folder: string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL(".", import.meta.resolve("@vivit/demo/package.json")));
const configFile = join(root, "vite.config.ts");

/** The strictest policy that the demo keeps to. */
export const strictPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

/** How a host serves the demo. */
export interface HostSettings {
  /** Whether pages are isolated from others; yes if absent. */
  readonly isolated?: boolean;
  /** The folder of the host that it lies in, such as "/vivit/"; "/" if absent. */
  readonly base?: string;
}

/** Build the demo from source and serve it under the strict policy. */
export async function serveDemo({ isolated = true, base = "/" }: HostSettings = {}): Promise<ServedDemo> {
  const folder = await mkdtemp(join(tmpdir(), "vivit-demo-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const shipped = await loadConfigFromFile({ command: "serve", mode: "production", isPreview: true }, configFile);
    const isolation = shipped?.config.preview?.headers; // as the demo's own preview sends them
    await build({ configFile, logLevel: "silent", root, build: { outDir: folder, emptyOutDir: true } });
    const server = await preview({
      configFile: false,
      logLevel: "error",
      appType: "mpa", // what is not there is answered with 404, as a static host does
      root,
      base,
      build: { outDir: folder },
      preview: {
        host: "127.0.0.1",
        port: 0,
        headers: { ...(isolated ? isolation : {}), "Content-Security-Policy": strictPolicy },
      },
    });
    return { url: server.resolvedUrls!.local[0]!, folder, close: () => server.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
