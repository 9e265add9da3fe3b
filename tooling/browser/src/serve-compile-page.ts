import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { exampleModule, policy } from "./build-pages.ts";

/** A served page of compiled programs. */
export interface CompilePage {
  readonly url: string;
  /** Names of the files that the page is made of. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

const folder = fileURLToPath(new URL("compile-page/", import.meta.url));
const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.resolve("@vivit/demo/package.json")));

/** What lets a page have threads. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Build the page of compiled programs from the packages' sources and serve it. */
export async function serveCompilePage(example: string): Promise<CompilePage> {
  const output = await mkdtemp(join(tmpdir(), "vivit-compile-page-"));
  const remove = () => rm(output, { recursive: true, force: true });
  try {
    const plugins = [exampleModule(example)];
    await build({
      configFile,
      logLevel: "silent",
      root: folder,
      plugins,
      build: { outDir: output, emptyOutDir: true },
    });
    const server = await preview({
      configFile: false,
      logLevel: "error",
      root: folder,
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
