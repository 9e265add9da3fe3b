import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, preview } from "vite";

/** A served folder of built pages. */
export interface ServedPages {
  /** Ends with "/". */
  readonly url: string;
  close(): Promise<void>;
}

const demo = fileURLToPath(new URL(".", import.meta.resolve("@vivit/demo/package.json")));
const tests = fileURLToPath(new URL("page/", import.meta.url));
const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.resolve("@vivit/demo/package.json")));

/** What a page may do under the strictest policy that the demo keeps to. */
export const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src 'self' data:";

/**
 * Build the demo and the tests' pages from the packages' sources, as the demo is built, and serve both.
 *
 * @param example a README's example, which `readme.html` runs
 */
export async function servePages(example: string): Promise<ServedPages> {
  const output = await mkdtemp(join(tmpdir(), "vivit-pages-")); // two runs at once do not meet
  const remove = () => rm(output, { recursive: true, force: true });
  try {
    await buildPages(output, example);
    const server = await preview({
      configFile: false,
      logLevel: "error",
      root: fileURLToPath(new URL("../", import.meta.url)),
      build: { outDir: output },
      preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": policy } },
    });
    return { url: server.resolvedUrls!.local[0]!, close: () => server.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function buildPages(output: string, example: string): Promise<void> {
  const shared = { configFile, logLevel: "silent" } as const; // what goes wrong is thrown
  await build({ ...shared, root: demo, build: { outDir: join(output, "demo"), emptyOutDir: true } });
  await build({
    ...shared,
    root: tests,
    plugins: [exampleModule(example)],
    build: {
      outDir: join(output, "tests"),
      emptyOutDir: true,
      rolldownOptions: { input: [join(tests, "index.html"), join(tests, "readme.html")] },
    },
  });
}

/** What a page gets for a path that ends with "?readme". */
export function exampleModule(example: string): Plugin {
  return {
    name: "readme-example",
    enforce: "pre",
    resolveId: (source, importer) => (source.endsWith("?readme") ? `${importer}?readme` : undefined),
    load: (id) => (id.endsWith("?readme") ? example : undefined),
  };
}
