import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, preview } from "vite";
import { policy } from "./build-pages.ts";

/** A page that is built and served. */
export interface ServedPage {
  readonly url: string;
  /** Names of the files that the page is made of. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.resolve("@vivit/demo/package.json")));

/** What lets a page have threads. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * Build one of the pages beside this file from the packages' sources and serve it under the strict policy.
 *
 * @param name of its folder
 */
export async function servePage(name: string, plugins: Plugin[] = []): Promise<ServedPage> {
  const root = fileURLToPath(new URL(`${name}/`, import.meta.url));
  const output = await mkdtemp(join(tmpdir(), `vivit-${name}-`));
  const remove = () => rm(output, { recursive: true, force: true });
  try {
    await build({ configFile, logLevel: "silent", root, plugins, build: { outDir: output, emptyOutDir: true } });
    const server = await preview({
      configFile: false,
      logLevel: "error",
      root,
      build: { outDir: output },
      preview: { host: "127.0.0.1", port: 0, headers: { ...isolation, "Content-Security-Policy": policy } },
    });
    const files = await readdir(join(output, "assets"));
    return { url: server.resolvedUrls!.local[0]!, files, close: () => server.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
