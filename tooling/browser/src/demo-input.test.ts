import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawMotion, motionClasses } from "@vivit/datasets";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledFile, writeBrokenClips, writeBrokenModels, writeShortClip } from "./broken-files.ts";
import { writeCameraFile } from "./camera-file.ts";
import { bundledClips, type DemoPage, openDemo } from "./demo-page.ts";
import { dropFiles } from "./drop-files.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser } from "./open-browser.ts";
import { type ServedDemo, serveDemo } from "./serve-demo.ts";

const executable = findChromium();

describe.skipIf(!executable)("what the demo is given", { timeout: 120_000 }, () => {
  let folder: string;
  let served: ServedDemo;
  let browser: Browser;
  let demo: DemoPage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "vivit-demo-input-"));
    const camera = join(folder, "camera.y4m");
    writeCameraFile(camera, drawMotion({ seed: 9, split: "test", index: 5, level: "easy", size: 128 }));
    served = await serveDemo();
    browser = await openBrowser(executable!, { camera });
    demo = await openDemo(await browser.newContext({ permissions: ["camera"] }), served.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const scores = () => demo.page.locator(".scores tbody th").allTextContents();
  const choose = async (file: string) => {
    await demo.show("Classify");
    await demo.page.getByLabel("Choose or drop a video").setInputFiles(file);
    return demo.settle();
  };
  const address = async (url: string) => {
    await demo.show("Classify");
    await demo.page.getByLabel("Address of a video").fill(url);
    await demo.page.getByRole("button", { name: "Classify address" }).click();
    return demo.settle();
  };
  const chooseModel = async (path: string) => {
    await demo.show("Models");
    await demo.page.getByLabel("Choose or drop the folder of a model").setInputFiles(path);
    return demo.settle();
  };
  const load = async () => {
    await demo.page.getByRole("button", { name: /^Load / }).click();
    return demo.settle();
  };
  /** After what went wrong, the page does what it is for. */
  const goesOn = async () => {
    await demo.show("Classify");
    expect((await demo.classify(bundledClips[1][0]))[0]).toBe(bundledClips[1][1]);
    expect(demo.takeWords()).toEqual([]);
  };

  it("takes a video that is dropped, and one from an address", async () => {
    await demo.show("Classify");
    await dropFiles(demo.page.getByText("Choose or drop a video"), [bundledFile("clips/right.mp4")]);
    await demo.page.getByRole("table", { name: "right.mp4:" }).waitFor();
    expect((await scores())[0]).toBe("right");
    expect(await address(`${served.url}clips/growing.mp4`)).toBeUndefined();
    await demo.page.getByRole("table", { name: "growing.mp4:" }).waitFor();
    expect((await scores())[0]).toBe("growing");
    expect(demo.takeWords()).toEqual([]);
  });

  it("says of an address that nothing is there, or that it may not be asked, and goes on", async () => {
    expect(await address(`${served.url}clips/none.mp4`)).toBe("none.mp4 could not be fetched: the server answered 404");
    demo.takeWords(); // the browser notes an answer of 404
    expect(await address("https://videos.example/clip.mp4")).toBe(
      "clip.mp4 could not be fetched: its server, the network or this page's security policy does not allow it; download it and choose the file",
    );
    demo.takeWords(); // and, some of them, what the policy refuses
    await goesOn();
  });

  it("says what is wrong with a video, and goes on", async () => {
    const { text, empty, cut, otherCodec } = writeBrokenClips(folder);
    const sentences = [
      [text, "notes.mp4 is not a video that can be read here; choose an MP4, WebM, MOV or MKV file"],
      [empty, "empty.mp4 is empty, 0 bytes; choose another file"],
      [cut, "cut.mp4 is cut short or damaged: it lists no pictures; choose another file"],
      [
        otherCodec,
        "this browser does not decode the codec of theora.mp4; try another browser, or convert the file to H.264 or VP9",
      ],
    ] as const;
    for (const [path, sentence] of sentences) expect(await choose(path)).toBe(sentence);
    expect(demo.takeWords()).toEqual(["warning: Unsupported video codec (sample entry type 'theo')."]);
    await goesOn();
  });

  it("plays a clip that is shorter than a window again", async () => {
    const path = join(folder, "short.mp4");
    await writeShortClip(path, 6);
    expect(await choose(path)).toBeUndefined();
    await demo.page.getByText("short.mp4 has 6 frames and the model sees 46: it is played again").waitFor();
  });

  it("says what is wrong with the folder of a model, and goes on", async () => {
    const { noWeights, noJson, otherWidth, huge } = writeBrokenModels(folder);
    expect(await chooseModel(noWeights)).toBeUndefined();
    expect(await load()).toBe(
      "Expected weights as one of model.safetensors, model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json, model.json, found none",
    );
    expect(await chooseModel(noJson)).toMatch(/^no-json: config.json is not JSON: /);
    expect(await demo.page.getByRole("button", { name: /^Load / }).count()).toBe(0);
    expect(await chooseModel(otherWidth)).toBeUndefined();
    expect(await load()).toMatch(
      /^Expected the parameters of a space-time model, got wrong shape: embedding.kernel \[2, 8, 8, 3, 96\] \(expected \[2, 8, 8, 3, 128\]\).* …$/,
    );
    await chooseModel(huge);
    await demo.page.getByText("and WebAssembly has 4 GB: it will not fit in this page").waitFor();
    expect(await demo.page.getByRole("button", { name: "Load huge" }).isDisabled()).toBe(true);
    await goesOn();
  });

  it("takes the folder of a model that is dropped", async () => {
    await demo.show("Models");
    const place = demo.page.getByText("Choose or drop the folder of a model");
    await dropFiles(place, [bundledFile("models/motions-factorized")]);
    await demo.page.getByRole("table", { name: "Before loading" }).waitFor();
    expect(await load()).toBeUndefined();
    await demo.page.getByText("motions-factorized ·").waitFor();
    await goesOn();
  });

  it("watches a camera, pauses in the background, and records clips of a class", async () => {
    const { page } = demo;
    await demo.show("Classify");
    await page.getByRole("button", { name: "Use camera" }).click();
    const live = page.locator("#panel-classify .live");
    await live.getByText(new RegExp(`^(${motionClasses.join("|")}) \\(`)).waitFor();
    const hide = (hidden: boolean) =>
      page.evaluate((value) => Object.defineProperty(document, "hidden", { value, configurable: true }), hidden);
    await hide(true);
    await live.getByText("Paused while this tab is in the background").waitFor();
    await hide(false);
    await live.getByText(/ms\)$/).waitFor();
    await page.getByRole("button", { name: "Stop camera" }).click();
    await demo.show("Teach");
    await page.getByRole("button", { name: "Record with the camera: class 1" }).click();
    await page.getByRole("button", { name: "Record 1.9 s" }).click();
    await page.getByLabel("Clips to learn from (1)").waitFor();
    await page.getByRole("img", { name: "Clip 1 of class 1" }).waitFor();
    await page.getByRole("button", { name: "Close camera" }).click();
    expect(demo.takeWords()).toEqual([]);
  });

  it("says that the camera may not be used, and goes on", async () => {
    const other = await openDemo(await browser.newContext(), served.url);
    await other.page.getByRole("button", { name: "Use camera" }).click();
    expect(await other.settle()).toBe(
      "The camera may not be used: allow it in the browser's settings for this page, or choose a file.",
    );
    expect((await other.classify(bundledClips[1][0]))[0]).toBe(bundledClips[1][1]);
    expect(other.takeWords()).toEqual([]);
    await other.page.close();
  });
});
