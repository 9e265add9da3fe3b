import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ClassifiedVideo } from "../classify/classified-video.ts";
import type { RuntimeName } from "../runtimes/runtime-names.ts";
import type { ModelWorker } from "../worker/open-worker.ts";
import type { LoadedModel } from "../worker/worker-api.ts";

/** What every view may see and change. */
export interface App {
  readonly worker: ModelWorker;
  readonly model: LoadedModel | undefined;
  readonly runtime: RuntimeName;
  /** The last video that was classified. */
  readonly video: ClassifiedVideo | undefined;
  /** Take a model that was loaded. */
  setModel(model: LoadedModel): void;
  /** Take what the model at hand has become by teaching. */
  setTaught(model: LoadedModel): void;
  /** How many models have been loaded. */
  readonly loads: number;
  setRuntime(name: RuntimeName): void;
  setVideo(video: ClassifiedVideo | undefined): void;
  /** Do something slow; what goes wrong is said to the person, and the page goes on. */
  attempt(what: string, work: (say: (text: string) => void) => Promise<void>): Promise<void>;
  /** What is being done, if anything. */
  readonly busy: string | undefined;
}

/** The app, for views. */
export const AppContext = createContext<App | undefined>(undefined);

/** The app that a view is part of. */
export function useApp(): App {
  return useContext(AppContext)!;
}
