import type { BundledModel } from "@vivit/demo/models";
import type { RuntimeName } from "@vivit/demo/runtimes";
import { openWorker } from "@vivit/demo/worker";
import { proxy } from "comlink";
import { demoClip } from "../demo-clip.ts";

/** What the demo's worker says of one clip, on some of its runtimes. */
export async function demoLogits(model: BundledModel, runtimes: readonly RuntimeName[]) {
  const fail = (message: string) => {
    throw new Error(message);
  };
  const ears = { onFailure: fail, onNotice: fail };
  const { worker } = openWorker(ears, new URL("../demo/", document.baseURI).href);
  await worker.load(
    { kind: "bundled", name: model },
    proxy(() => {}),
  );
  return worker.benchmark(
    runtimes,
    proxy(() => {}),
    demoClip(),
  );
}
