import { describe, expect, it } from "vitest";
import { nodeVersionError } from "./node-version.mjs";

describe("nodeVersionError", () => {
  it.each(["20.19.0", "20.19.4", "20.20.2", "22.0.0", "24.1.0"])("accepts %s", (running) => {
    expect(nodeVersionError(running, ">=20.19")).toBeUndefined();
  });
  it.each(["20.18.3", "18.20.8", "8.0.0", "20.9.0"])("refuses %s and says what to do", (running) => {
    expect(nodeVersionError(running, ">=20.19")).toBe(
      `expected Node >=20.19, got ${running}; install the current LTS version of Node`,
    );
  });
});
