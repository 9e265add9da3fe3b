import { afterEach, beforeEach, expect, vi } from "vitest";

// A line on the console that a test did not ask for is a failure of that test.
const spied = ["log", "info", "warn", "error", "debug"] as const;
let said: string[] = [];
beforeEach(() => {
  said = [];
  for (const method of spied)
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(`${method}: ${words.join(" ")}`));
});
afterEach(() => {
  const lines = said;
  vi.restoreAllMocks();
  expect(lines, "unexpected console output").toEqual([]);
});
