import { expect, it } from "vitest";
import { failureReason } from "./failure-reason.ts";

it.each([
  ["Backend name 'webgpu' not found in registry", "its graphics device was lost"],
  [
    "failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: buffer_manager.cc\nThe Device was lost before mapping was resolved.",
    "its graphics device was lost",
  ],
  ["a shader does not compile\nat line 3", "a shader does not compile"],
])("%j", (message, reason) => expect(failureReason(message)).toBe(reason));
