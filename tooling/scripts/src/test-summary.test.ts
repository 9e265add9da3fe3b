import { describe, expect, it } from "vitest";
import { testSummary } from "./test-summary.mjs";

const passing = { status: "passed", assertionResults: [{}] };
const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [passing] };

describe("testSummary", () => {
  it("counts passes, failures and skips", () => {
    expect(testSummary(report, 0)).toEqual({ line: "3 passed, 0 failed", passed: true });
    expect(testSummary({ ...report, numFailedTests: 2 }, 1)).toEqual({ line: "3 passed, 2 failed", passed: false });
    expect(testSummary({ ...report, numPendingTests: 1, numTodoTests: 1 }, 0)).toEqual({
      line: "3 passed, 0 failed, 2 skipped",
      passed: true,
    });
  });
  it("counts a file that fails before its first test, and an error outside of any test", () => {
    const broken = { status: "failed", assertionResults: [] };
    expect(testSummary({ ...report, testResults: [passing, broken] }, 1).line).toBe("3 passed, 1 failed");
    expect(testSummary(report, 1)).toEqual({ line: "3 passed, 1 failed", passed: false });
  });
  it("does not pass where no test ran", () => {
    expect(testSummary({ ...report, numPassedTests: 0, testResults: [] }, 0)).toEqual({
      line: "0 passed, 0 failed",
      passed: false,
    });
    expect(testSummary(undefined, 1)).toEqual({ line: "0 passed, 1 failed", passed: false });
  });
});
