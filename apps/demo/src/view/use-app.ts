import { proxy } from "comlink";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ClassifiedVideo } from "../classify/classified-video.ts";
import type { RuntimeName } from "../runtimes/runtime-names.ts";
import { type ModelWorker, openWorker } from "../worker/open-worker.ts";
import type { LoadedModel } from "../worker/worker-api.ts";
import type { App } from "./app-context.ts";
import { explain, isMemoryRefused } from "./explain.ts";

/** The state of the page and the worker behind it. */
export function useAppState(): App & { readonly problem: string | undefined; readonly notice: string | undefined } {
  const { attempt, busy, problem, fail } = useAttempts(() => renew());
  const { model, loads, setModel, setTaught } = useModel();
  const [video, setVideo] = useState<ClassifiedVideo>();
  const [notice, setNotice] = useState<string>();
  const fallBack = (text: string) => {
    setNotice(text);
    setRuntime("compiled-wasm");
  };
  const { worker, renew } = useMemo(() => openWorker({ onFailure: fail, onNotice: fallBack }), []);
  const { runtime, setRuntime } = useRuntime(worker, video);
  useEffect(() => {
    void attempt("Loading the model …", async () => {
      setModel(await worker.load({ kind: "bundled", name: "motions" }, proxy(ignore)));
    });
  }, []);
  return {
    ...{ worker, model, loads, setModel, setTaught },
    ...{ runtime, setRuntime, video, setVideo, attempt, busy, problem, notice },
  };
}

/**
 * Slow work, one at a time for the person: what is being done, and what went wrong.
 *
 * @param renew begins again where memory was refused
 */
function useAttempts(renew: () => Promise<void>) {
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const fail = (message: string) => {
    setProblem(message);
    setBusy(undefined); // what was asked of the worker will not be answered
  };
  const attempt: App["attempt"] = async (what, work) => {
    let done = false; // the worker's last word of progress may come after its result: another port carries it
    setBusy(what);
    setProblem(undefined);
    try {
      await work((said) => !done && setBusy(said));
    } catch (error) {
      setProblem(explain(error));
      if (isMemoryRefused(error)) {
        setBusy("Starting afresh …");
        await renew().catch((cause) =>
          fail(`${explain(error)} It could not start afresh (${explain(cause)}): reload the page.`),
        );
      }
    } finally {
      done = true;
      setBusy(undefined);
    }
  };
  return { attempt, busy, problem, fail };
}

/** The model at hand, and how many have been loaded: what belongs to the one before is forgotten with each. */
function useModel() {
  const [model, setTaught] = useState<LoadedModel>();
  const [loads, setLoads] = useState(0);
  const setModel = (loaded: LoadedModel) => {
    setTaught(loaded);
    setLoads((before) => before + 1);
  };
  return { model, loads, setModel, setTaught };
}

/** What runs the model: after the first clip, which does not wait for it, the fastest by a quick measurement, unless one was chosen. */
function useRuntime(worker: ModelWorker, video: ClassifiedVideo | undefined) {
  const [runtime, setName] = useState<RuntimeName>("compiled-wasm");
  const isChosen = useRef(false);
  const setRuntime = (name: RuntimeName) => {
    isChosen.current = true;
    setName(name);
  };
  useEffect(() => {
    if (!video || isChosen.current) return;
    isChosen.current = true;
    worker.chooseRuntime(proxy(ignore)).then(setName, ignore);
  }, [video]);
  return { runtime, setRuntime };
}

function ignore(): void {}
