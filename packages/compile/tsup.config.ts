import { library } from "@vivit/tsup";

export default library({
  index: "src/index.ts",
  "node/index": "src/node/index.ts",
  "web/index": "src/web/index.ts",
  "executor-thread": "src/node/executor-thread.ts",
  "node/runtime": "src/node/runtime.ts",
  "web/runtime": "src/web/runtime.ts",
});
