import { project } from "@vivit/vitest";

export default project("trainer", { testTimeout: 120_000 });
