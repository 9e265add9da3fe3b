import * as tf from "@tensorflow/tfjs-core";
import type { HostTensor } from "@vivit/nn";
import type { FolderModel } from "@vivit/weights";
import type { DecodedVideo } from "../clip/decoded-video.ts";
import { type Inspector, prepareInspector } from "../inside/inspector.ts";
import { type Classifier, prepareClassifier } from "../model/classifier.ts";
import { failureReason } from "../runtimes/failure-reason.ts";
import { openRuntime, type Runtime } from "../runtimes/open-runtime.ts";
import { type RuntimeName, runtimeTitles } from "../runtimes/runtime-names.ts";

/** The runtime that works wherever the page does. */
const safeRuntime: RuntimeName = "compiled-wasm";

/** Videos kept to be looked into, at most. */
const mostVideos = 8;

/** What a session knows, as plain data. */
export interface PackedSession {
  readonly model: FolderModel | undefined;
  readonly videos: readonly (readonly [id: number, video: DecodedVideo])[];
  readonly nextVideo: number;
  readonly runtimeName: RuntimeName;
}

/** What the worker remembers: one model, one runtime, programs of both, and the last videos. */
export class Session {
  readonly #notify: (text: string) => void;
  readonly #runtimes = new Map<RuntimeName, Promise<Runtime>>();
  readonly #videos = new Map<number, DecodedVideo>();
  #model: FolderModel | undefined;
  #classifier: Promise<Classifier> | undefined;
  #inspector: Promise<Inspector> | undefined;
  #onLost: ((reason: string) => void) | undefined;
  #nextVideo = 1;
  runtimeName: RuntimeName = safeRuntime;

  /** @param notify told, in a sentence, what the person should know */
  constructor(notify: (text: string) => void) {
    this.#notify = notify;
  }

  /** @throws Error if no model is loaded */
  get model(): FolderModel {
    if (!this.#model) throw new Error("No model is loaded yet; choose one under Models");
    return this.#model;
  }

  /** Take a model in place of the one before. */
  async setModel(model: FolderModel): Promise<void> {
    await this.#dropPrograms();
    this.#model = model;
  }

  /** Run on another runtime from now on. */
  async setRuntime(name: RuntimeName): Promise<void> {
    await this.runtime(name);
    await this.#dropPrograms();
    this.runtimeName = name;
  }

  /** A runtime, opened the first time. */
  runtime(name: RuntimeName = this.runtimeName): Promise<Runtime> {
    const known = this.#runtimes.get(name);
    if (known) return known;
    const opened = openRuntime(name);
    this.#runtimes.set(name, opened);
    opened.then(
      ({ lost }) => lost.then((reason) => this.#lose(name, reason)),
      () => this.#runtimes.delete(name), // the next call tries again
    );
    return opened;
  }

  /** Make the model ready, so that its first clip does not wait. */
  async prepare(): Promise<void> {
    await this.#withFallback(() => this.#prepared());
  }

  /** @param video [1, frames, height, width, 3] */
  classify(video: HostTensor): Promise<Float32Array> {
    return this.#withFallback(async () => (await this.#prepared()).classify(video));
  }

  /** Look inside the model while it sees a clip. */
  inspect<Result>(look: (inspector: Inspector) => Promise<Result>): Promise<Result> {
    return this.#withFallback(async () => {
      this.#inspector ??= prepareInspector(await this.runtime(), this.model);
      return look(await this.#inspector);
    });
  }

  /** Keep a video; the oldest goes. Returns its number. */
  keep(video: DecodedVideo): number {
    this.#videos.set(this.#nextVideo, video);
    const [oldest] = this.#videos.keys();
    if (this.#videos.size > mostVideos) this.#videos.delete(oldest!);
    return this.#nextVideo++;
  }

  /** @throws Error if it is gone */
  video(id: number): DecodedVideo {
    const video = this.#videos.get(id);
    if (!video) throw new Error("This video is no longer kept; classify it again");
    return video;
  }

  /** All but programs and runtimes, which the session that takes it makes anew. */
  pack(): PackedSession {
    return { model: this.#model, videos: [...this.#videos], nextVideo: this.#nextVideo, runtimeName: this.runtimeName };
  }

  /** Go on where another session ended; to be called first. */
  unpack({ model, videos, nextVideo, runtimeName }: PackedSession): void {
    this.#model = model;
    for (const [id, video] of videos) this.#videos.set(id, video);
    this.#nextVideo = nextVideo;
    this.runtimeName = runtimeName;
  }

  async #prepared(): Promise<Classifier> {
    this.#classifier ??= prepareClassifier(await this.runtime(), this.model);
    return this.#classifier;
  }

  /** Do some work; if a graphics device fails or is lost in the middle, do it again on WebAssembly. */
  async #withFallback<Result>(work: () => Promise<Result>): Promise<Result> {
    const name = this.runtimeName;
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#onLost = (reason) => reject(new Error(`the device was lost: ${reason}`));
        work().then(resolve, reject);
      });
    } catch (error) {
      this.#forgetPrograms();
      if (!/web(gpu|gl)$/.test(name)) throw error;
      this.#notify(
        `${runtimeTitles[name]} stopped: ${failureReason((error as Error).message)}. Going on with WebAssembly.`,
      );
      this.runtimeName = safeRuntime;
      return work();
    } finally {
      this.#onLost = undefined;
    }
  }

  #lose(name: RuntimeName, reason: string): void {
    this.#runtimes.delete(name);
    tf.removeBackend(name);
    if (this.runtimeName !== name) return;
    if (this.#onLost) this.#onLost(reason);
    else this.#forgetPrograms();
  }

  /** Programs of a device that is gone cannot be disposed: their calls never end. */
  #forgetPrograms(): void {
    this.#classifier = undefined;
    this.#inspector = undefined;
  }

  async #dropPrograms(): Promise<void> {
    const programs = [this.#classifier, this.#inspector];
    this.#forgetPrograms();
    for (const program of programs) {
      const ready = await program?.catch(() => undefined);
      await ready?.dispose().catch(() => undefined); // after memory was refused, some fail in this as well
    }
  }
}
