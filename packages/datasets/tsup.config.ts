import { library } from "@vivit/tsup";

export default library({
  index: "src/index.ts",
  "node/index": "src/node/index.ts",
  "node/decode-worker": "src/node/decode-worker.ts",
  "node/prepare-worker": "src/node/prepare-worker.ts",
  "web/index": "src/web/index.ts",
  "node/motions-worker": "src/node/motions-worker.ts",
});
