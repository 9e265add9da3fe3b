import { project } from "@vivit/vitest";

export default project("training");
