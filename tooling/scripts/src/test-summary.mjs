/**
 * The closing line of a test run, and whether it passed.
 *
 * A file that fails before its first test, and an error outside of any test, count as one failure each.
 *
 * @param {TestReport | undefined} report what vitest's JSON reporter wrote; undefined if it wrote nothing
 * @param {number} code vitest's exit code
 * @returns {{ line: string, passed: boolean }}
 */
export function testSummary(report, code) {
  const passes = report?.numPassedTests ?? 0;
  const broken = report?.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  let failures = (report?.numFailedTests ?? 0) + (broken?.length ?? 0);
  if (code !== 0 && failures === 0) failures = 1;
  const skips = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const line = `${passes} passed, ${failures} failed${skips > 0 ? `, ${skips} skipped` : ""}`;
  return { line, passed: failures === 0 && passes > 0 };
}

/**
 * @typedef {object} TestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */
