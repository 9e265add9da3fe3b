import { fileURLToPath } from "node:url";
import { build, type Plugin, preview } from "vite";

/** A served folder of built pages. */
export interface ServedPages {
  /** Ends with "/". */
  readonly url: string;
  close(): Promise<void>;
}

const output = fileURLToPath(new URL("../dist/", import.meta.url));
const demo = fileURLToPath(new URL(".", import.meta.resolve("@vivit/demo/package.json")));
const tests = fileURLToPath(new URL("page/", import.meta.url));
const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.resolve("@vivit/demo/package.json")));

/** What a page may do under the strictest policy that the demo keeps to. */
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src 'self' data:";

/**
 * Build the demo and the tests' pages from the packages' sources, as the demo is built, and serve both.
 *
 * @param example a README's example, which `readme.html` runs
 */
export async function servePages(example: string): Promise<ServedPages> {
  const shared = { configFile, logLevel: "silent" } as const; // what goes wrong is thrown
  await build({ ...shared, root: demo, build: { outDir: `${output}demo`, emptyOutDir: true } });
  await build({
    ...shared,
    root: tests,
    plugins: [exampleModule(example)],
    build: {
      outDir: `${output}tests`,
      emptyOutDir: true,
      rolldownOptions: { input: [`${tests}index.html`, `${tests}readme.html`] },
    },
  });
  const server = await preview({
    configFile: false,
    logLevel: "error",
    root: fileURLToPath(new URL("../", import.meta.url)),
    build: { outDir: output },
    preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": policy } },
  });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/** What a page gets for a path that ends with "?readme". */
function exampleModule(example: string): Plugin {
  return {
    name: "readme-example",
    enforce: "pre",
    resolveId: (source, importer) => (source.endsWith("?readme") ? `${importer}?readme` : undefined),
    load: (id) => (id.endsWith("?readme") ? example : undefined),
  };
}
