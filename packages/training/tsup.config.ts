import { library } from "@vivit/tsup";

export default library();
