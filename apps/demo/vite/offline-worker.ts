import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

const entry = "src/offline/service-worker.ts";

/** What is kept from the beginning: the page, its models and clips, and the one binary that runs everywhere. */
const kept = /\.(html|js|mjs|css|svg|webmanifest|json|safetensors|mp4)$|ort-wasm-simd-threaded(-[\w-]+)?\.wasm$/;

/** What is large and kept only when it is used. */
const keptWhenUsed = /webgpu|webgl|jsep|asyncify|jspi|service-worker/;

/** Build the page's service worker, and tell it which files belong to the page. Pages without one are left alone. */
export function offlineWorker(): Plugin {
  let root = "";
  let publicFolder = "";
  return {
    name: "offline-worker",
    apply: "build",
    config({ root: folder = process.cwd() }) {
      if (!existsSync(join(folder, entry))) return undefined;
      return { build: { rolldownOptions: { input: [join(folder, "index.html"), join(folder, "example.html")] } } };
    },
    configResolved(config) {
      root = config.root;
      publicFolder = config.publicDir;
    },
    buildStart() {
      if (existsSync(join(root, entry)))
        this.emitFile({ type: "chunk", id: join(root, entry), fileName: "service-worker.js" });
    },
    generateBundle(_, bundle) {
      const worker = bundle["service-worker.js"];
      if (worker?.type !== "chunk") return;
      const names = [...Object.keys(bundle), ...publicFiles(publicFolder)];
      const files = names.filter((name) => kept.test(name) && !keptWhenUsed.test(name)).sort();
      const hash = createHash("sha256").update(files.join("\n"));
      for (const name of publicFiles(publicFolder)) hash.update(readFileSync(join(publicFolder, name)));
      const version = hash.digest("hex").slice(0, 16);
      worker.code = worker.code
        .replace(/(["'`])OFFLINE_FILES\1/, JSON.stringify(JSON.stringify(["./", ...files])))
        .replace(/(["'`])OFFLINE_VERSION\1/, JSON.stringify(version));
    },
  };
}

function publicFiles(folder: string): string[] {
  if (!folder || !existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join("/"));
}
