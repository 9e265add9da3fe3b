import { readModelFolder } from "@vivit/weights";
import { transfer } from "comlink";
import type { ClassifiedVideo } from "../classify/classified-video.ts";
import { classifySource, classifyVideo, decodeFor, type OnProgress } from "../classify/classify-video.ts";
import { Stopwatch } from "../classify/stopwatch.ts";
import type { Preview, VideoSource } from "../clip/decoded-video.ts";
import type { KeptFrames } from "../clip/model-input.ts";
import { videoFromPictures } from "../clip/video-from-pictures.ts";
import { type InsideView, lookInside } from "../inside/look-inside.ts";
import { describeConfig, describeModel, type ModelDescription } from "../model/describe-model.ts";
import { type ModelSource, openSource, titleOf } from "../model/model-source.ts";
import { chooseRuntime, type Measurement, measureRuntimes } from "../runtimes/measure-runtimes.ts";
import type { RuntimeName } from "../runtimes/runtime-names.ts";
import { giveAway } from "./hand-over.ts";
import { type PackedSession, Session } from "./session.ts";
import { type PackedTeacher, Teacher } from "./teacher.ts";
import { WorkQueue } from "./work-queue.ts";

/** What is loaded, and how a window of it looks. */
export interface LoadedModel extends ModelDescription {
  readonly notices: readonly string[];
  /** Frames in a window, and video frames from one to the next. */
  readonly frames: number;
  readonly stride: number;
}

/** What teaching made, and what ended it early, if anything did: what was trained until then is in use. */
export interface TaughtModel {
  readonly model: LoadedModel;
  readonly problem: string | undefined;
}

/** What a worker knows, as plain data. */
export interface PackedWork {
  readonly session: PackedSession;
  readonly teacher: PackedTeacher;
}

/** What the page asks of its worker. Calls wait for one another, except that `stop` does not wait. */
export class WorkerApi {
  #base = "";
  readonly #queue = new WorkQueue();
  readonly #session = new Session((text) => this.#notify?.(text));
  /** The classes that are being taught. */
  readonly #teacher = new Teacher(this.#session);
  #notify: ((text: string) => void) | undefined;

  /**
   * To be called first.
   *
   * @param base address of the page, beside which its models are
   * @param notify told what the person should know
   */
  open(base: string, notify: (text: string) => void): void {
    this.#base = base;
    this.#notify = notify;
  }

  /** Everything it knows, given away: the end of this worker. */
  pack(): Promise<PackedWork> {
    return this.#queue.add(() => giveAway({ session: this.#session.pack(), teacher: this.#teacher.pack() }));
  }

  /** Go on where another worker ended. */
  unpack({ session, teacher }: PackedWork): Promise<void> {
    return this.#queue.add(() => {
      this.#session.unpack(session);
      this.#teacher.unpack(teacher);
    });
  }

  describe(source: ModelSource): Promise<ModelDescription> {
    return describeModel(source, this.#base); // reads a few bytes: it need not wait
  }

  load(source: ModelSource, onProgress: (read: number, of: number) => void): Promise<LoadedModel> {
    return this.#queue.add(async () => {
      const model = await readModelFolder(openSource(source, this.#base), { onProgress });
      await this.#session.setModel(model);
      this.#teacher.forgetAll();
      return this.#loaded(titleOf(source));
    });
  }

  setRuntime(name: RuntimeName): Promise<void> {
    return this.#queue.add(async () => {
      await this.#session.setRuntime(name);
      await this.#session.prepare();
    });
  }

  chooseRuntime(onMeasured: (measurement: Measurement) => void): Promise<RuntimeName> {
    return this.#queue.add(() => chooseRuntime(this.#session, onMeasured));
  }

  /** @param clip what to measure on; noise unless given */
  benchmark(
    names: readonly RuntimeName[],
    onMeasured: (measurement: Measurement) => void,
    clip?: KeptFrames,
  ): Promise<Measurement[]> {
    return this.#queue.add(() => measureRuntimes(this.#session, names, 5, onMeasured, clip));
  }

  classify(source: VideoSource, onProgress?: OnProgress): Promise<ClassifiedVideo> {
    return this.#queue.add(async () => handOver(await classifySource(this.#session, source, onProgress)));
  }

  /** The last pictures of a camera, as many as the model sees. */
  classifyPictures(name: string, pictures: readonly ImageBitmap[]): Promise<ClassifiedVideo> {
    return this.#queue.add(async () => {
      const watch = new Stopwatch();
      const video = await watch.time("Read pictures", () => this.#videoOf(name, pictures));
      return handOver(await classifyVideo(this.#session, video, watch));
    });
  }

  lookInside(id: number, window: number): Promise<InsideView> {
    return this.#queue.add(async () => {
      const view = await lookInside(this.#session, id, window);
      return transfer(view, [view.pixels.buffer]);
    });
  }

  /** Give a clip of a class; returns its preview. */
  addExample(
    clip: VideoSource | { readonly name: string; readonly pictures: readonly ImageBitmap[] },
    label: number,
    role: "learn" | "test",
  ): Promise<Preview> {
    return this.#queue.add(async () => {
      const video = "pictures" in clip ? this.#videoOf(clip.name, clip.pictures) : await decodeFor(this.#session, clip);
      return this.#teacher.add(video, label, role);
    });
  }

  removeExamples(label: number, takeOut: boolean): Promise<void> {
    return this.#queue.add(async () => this.#teacher.remove(label, takeOut));
  }

  teach(...words: Parameters<Teacher["teach"]>): Promise<TaughtModel> {
    return this.#queue.add(async () => {
      const problem = await this.#teacher.teach(...words);
      return { model: this.#loaded("Your classes"), problem };
    });
  }

  /** End training after the step at hand. */
  stop(): void {
    this.#teacher.stop();
  }

  /** The model at hand as a zip file of a model directory. */
  async save(): Promise<Blob> {
    const { zipModel } = await import("../model/zip-model.ts");
    return this.#queue.add(() => zipModel(this.#session.model));
  }

  #videoOf(name: string, pictures: readonly ImageBitmap[]) {
    return videoFromPictures(name, pictures, this.#session.model.preprocessing);
  }

  #loaded(title: string): LoadedModel {
    const { model, labels, notices, preprocessing } = this.#session.model;
    const { frames, stride } = preprocessing;
    return { ...describeConfig(title, model, labels), notices, frames, stride };
  }
}

/** The page gets a copy of the pictures, since those kept are wanted again. */
function handOver(video: ClassifiedVideo): ClassifiedVideo {
  const pixels = video.preview.pixels.slice();
  return transfer({ ...video, preview: { ...video.preview, pixels } }, [pixels.buffer]);
}
