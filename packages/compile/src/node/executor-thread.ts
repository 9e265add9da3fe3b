import { parentPort } from "node:worker_threads";
import type { CarriedState, Executor } from "../executor.ts";
import { createNativeExecutor } from "./native-executor.ts";
import { OwnFeeds } from "./shared-feeds.ts";
import type { Answer, Call, Request } from "./thread-calls.ts";

// The thread in which programs run: answers the calls of `ThreadExecutor`, one after another.
interface ThreadProgram {
  readonly executor: Executor;
  readonly own: OwnFeeds;
  state?: CarriedState;
}

const programs = new Map<number, ThreadProgram>();
let last: Promise<unknown> = Promise.resolve();

parentPort?.on("message", ({ id, call }: Request) => {
  last = last.then(async () => {
    const answer: Answer = await answerTo(call).then(
      (result) => ({ id, result }),
      (error: Error & { code?: string }) => ({ id, error: { ...error, message: error.message, name: error.name } }),
    );
    parentPort?.postMessage(answer, "error" in answer ? [] : buffersOf(answer.result));
  });
});

async function answerTo(call: Call): Promise<unknown> {
  if (call.name === "load")
    return void programs.set(call.program, {
      executor: await createNativeExecutor(call.model, call.options),
      own: new OwnFeeds(),
    });
  const program = programs.get(call.program);
  if (!program) throw new Error(`compile: expected a program to ${call.name}, got one that was released`);
  const { executor, own, state } = program;
  switch (call.name) {
    case "run":
      return executor.run(own.take(call.feeds), call.outputs, call.stateful ? state : undefined);
    case "createState":
      return void Object.assign(program, { state: executor.createState(call.inputs, call.outputs, call.used) });
    case "write":
      return state?.write(call.values);
    case "read":
      return state?.read(call.path);
    case "dispose":
      return state?.dispose();
    case "release":
      programs.delete(call.program);
      return executor.release();
  }
}

/** Memory that changes hands with a result instead of being copied. */
function buffersOf(result: unknown): ArrayBuffer[] {
  const tensors = result instanceof Map ? [...result.values()] : result ? [result] : [];
  return [...new Set(tensors.map(({ values }) => values.buffer as ArrayBuffer))];
}
