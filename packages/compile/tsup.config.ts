import { library } from "@vivit/tsup";

export default library({
  index: "src/index.ts",
  "node/index": "src/node/index.ts",
});
