import { proxy } from "comlink";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ClassifiedVideo } from "../classify/classified-video.ts";
import type { RuntimeName } from "../runtimes/runtime-names.ts";
import { openWorker } from "../worker/open-worker.ts";
import type { LoadedModel } from "../worker/worker-api.ts";
import type { App } from "./app-context.ts";
import { explain } from "./explain.ts";

/** The state of the page and the worker behind it. */
export function useAppState(): App & { readonly problem: string | undefined; readonly notice: string | undefined } {
  const [model, setTaught] = useState<LoadedModel>();
  const [loads, setLoads] = useState(0);
  const [runtime, setRuntime] = useState<RuntimeName>("compiled-wasm");
  const [video, setVideo] = useState<ClassifiedVideo>();
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [notice, setNotice] = useState<string>();
  const fail = (message: string) => {
    setProblem(message);
    setBusy(undefined); // what was asked of the worker will not be answered
  };
  const worker = useMemo(() => openWorker(fail), []);

  const setModel = (loaded: LoadedModel) => {
    setTaught(loaded);
    setLoads((before) => before + 1);
  };
  const attempt: App["attempt"] = async (what, work) => {
    setBusy(what);
    setProblem(undefined);
    try {
      await work(setBusy);
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(undefined);
    }
  };
  useEffect(() => {
    worker.listen(
      proxy((text: string) => {
        setNotice(text);
        setRuntime("compiled-wasm");
      }),
    );
    attempt("Loading the model …", async () => {
      setModel(
        await worker.load(
          { kind: "bundled", name: "motions" },
          proxy(() => {}),
        ),
      );
    });
  }, []);
  return {
    worker,
    model,
    loads,
    runtime,
    video,
    setModel,
    setTaught,
    setRuntime,
    setVideo,
    attempt,
    busy,
    problem,
    notice,
  };
}
