import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kernelsPage } from "./kernels-page.ts";

it("docs/kernels.md is what the code says; write it again with pnpm docs:kernels", () => {
  const page = readFileSync(new URL("../../../docs/kernels.md", import.meta.url), "utf8");
  expect(page.replaceAll("\r\n", "\n")).toBe(kernelsPage());
});
