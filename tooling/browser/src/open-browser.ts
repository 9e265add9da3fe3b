import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** WebGPU on the software adapter, which is the same on every machine. */
const flags = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  // Clearing the memory of work groups makes its shaders compile and run several times slower; no shader here relies on it.
  "--enable-dawn-features=disable_workgroup_init",
];

/** What a browser is to have besides. */
export interface BrowserSettings {
  /** A .y4m file that is its camera; it has none if absent. */
  readonly camera?: string;
  /** The most pages of 64 KiB that a WebAssembly memory of it grows to; as many as there are if absent. */
  readonly wasmPages?: number;
}

/** Start a Chromium without a window. */
export function openBrowser(executablePath: string, { camera, wasmPages }: BrowserSettings = {}): Promise<Browser> {
  const eye = camera ? ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`] : [];
  const memory = wasmPages ? [`--js-flags=--wasm-max-mem-pages=${wasmPages}`] : [];
  return chromium.launch({ executablePath, args: [...flags, ...eye, ...memory] });
}

/** A page and everything that it said: a WebGPU shader that fails says so on the console and nowhere else. */
export interface WatchedPage {
  readonly page: Page;
  /** What the page has said on its console since the last call, and errors that nobody caught. */
  takeWords(): string[];
}

/** Open a page of the browser, or of one of its contexts. */
export async function openPage(browser: Browser | BrowserContext): Promise<WatchedPage> {
  const page = await browser.newPage();
  let words: string[] = [];
  page.on("console", (message) => words.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => words.push(`error: ${error.message}`));
  const takeWords = () => {
    const taken = words;
    words = [];
    return taken;
  };
  return { page, takeWords };
}
