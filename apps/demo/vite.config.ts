import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { offlineWorker } from "./vite/offline-worker.ts";

/** The packages run in a page as they are: one that imports a part of Node ends the build. */
function refuseNode(): Plugin {
  return {
    name: "refuse-node",
    enforce: "pre",
    resolveId(source, importer) {
      if (source.startsWith("node:") && !importer?.includes("mediabunny"))
        // whose browser build leaves it out
        throw new Error(`refuseNode: expected no part of Node in a page, got ${source}; ${importer} imports it`);
    },
  };
}

/** What makes a page isolated from others, so that WebAssembly has threads. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./", // any static host, any folder
  plugins: [refuseNode(), offlineWorker()],
  server: { headers: isolation },
  preview: { headers: isolation },
  resolve: { conditions: ["@vivit/source", ...defaultClientConditions] },
  worker: { format: "es", plugins: () => [refuseNode()] }, // parts that are loaded when they are needed
  build: {
    chunkSizeWarningLimit: 2000, // kilobytes: the WebGPU and WebGL backends, each loaded only when it is chosen
    assetsInlineLimit: 0, // no data URLs: pages may forbid them
    modulePreload: { polyfill: false },
  },
});
