import { library } from "@vivit/tsup";

export default library({ main: "src/main.ts" });
