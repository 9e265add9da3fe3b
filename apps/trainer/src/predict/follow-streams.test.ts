import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { motionClasses } from "@vivit/datasets";
import { randomKey } from "@vivit/nn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { writeModelDescription, writeModelWeights } from "../run/model-directory.ts";
import { preprocessingOf } from "../run/preprocessing-of.ts";
import { initialParameters } from "../run/training-state.ts";
import { runCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace, smallRecipe } from "../testing/small-run.ts";

let place: SmallPlace;
let clip: string;
beforeAll(async () => {
  place = await makeSmallPlace();
  const folder = join(place.data, "val", "up");
  clip = join(folder, readdirSync(folder)[0]!);
  const settings = smallRecipe.flatMap((word, at) =>
    at % 2 === 0 ? [[word.slice(2), smallRecipe[at + 1]!] as const] : [],
  );
  const recipe = overrideRecipe(findRecipe("motions"), settings);
  const model = modelConfigOf(recipe, { classes: motionClasses });
  mkdirSync(place.run("model"), { recursive: true });
  await writeModelDescription(place.run("model"), {
    model,
    labels: motionClasses,
    preprocessing: preprocessingOf(recipe),
  });
  await writeModelWeights(place.run("model"), model, initialParameters(model, randomKey(0)));
}, 60_000);
afterAll(() => place.remove());

const words = (...inputs: string[]) => [
  "predict",
  ...inputs,
  "--model",
  place.run("model"),
  "--threads",
  "1",
  "--top",
  "2",
];

describe("vivit predict, window by window", () => {
  it("prints a row for each window with its time: 4 frames 3 apart, of 50 at 25 a second", async () => {
    const { code, stdout } = await runCommand([...words(clip), "--windows"]);
    expect(code).toBe(0);
    const rows = stdout.trim().split("\n");
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatch(/^00:00:00\.000 - 00:00:00\.360 {2}[a-z-]+ 10\.0 % {2}[a-z-]+ 10\.0 %$/);
    expect(rows[1]).toMatch(/^00:00:00\.480 - 00:00:00\.840 /);
    expect(rows[4]).toMatch(/^00:00:01\.920 - 00:00:01\.960 /);
  });
  it("slides by seconds, and prints JSON or CSV", async () => {
    const lines = (await runCommand([...words(clip), "--every", "0.24", "--json"])).stdout.trim().split("\n");
    const starts = lines.map((line) => JSON.parse(line).start as number);
    expect(starts.slice(0, 4).map((start) => Math.round(start * 100))).toEqual([0, 24, 48, 72]);
    const csv = (await runCommand([...words(clip), "--csv"])).stdout.trim().split("\n");
    expect(csv[0]).toBe("file,start,end,class 1,probability 1,class 2,probability 2");
    expect(csv[1]).toMatch(/,0\.000,0\.360,[a-z-]+,0\.1000\d\d,/);
  });
  it("goes on behind what does not open", async () => {
    const { code, stdout, stderr } = await runCommand([
      ...words(join(place.root, "nothing.mp4"), clip),
      "--windows",
      "--json",
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("nothing.mp4 does not open as video");
    expect(stdout.trim().split("\n")).toHaveLength(5);
  });
});

describe("vivit predict on folders and URLs", () => {
  it("takes the videos of a folder, and what a server sends", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/clip.mp4") response.end(readFileSync(clip));
      else response.writeHead(404).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const at = (name: string) => `http://127.0.0.1:${(server.address() as { port: number }).port}/${name}`;
    try {
      const { code, stdout, stderr } = await runCommand([
        ...words(join(place.data, "val", "up"), at("clip.mp4"), at("none.mp4")),
        "--json",
      ]);
      expect(code).toBe(1);
      expect(stderr).toContain("none.mp4 cannot be fetched: the server answered 404 Not Found");
      const [one, two, fetched, missing] = JSON.parse(stdout);
      expect(fetched).toEqual(one);
      expect(two).toHaveLength(2);
      expect(missing).toEqual({ error: expect.stringContaining("404") });
    } finally {
      server.close();
    }
  });
});

describe("vivit predict on an endless pipe", () => {
  it("prints rows as they come, in memory that stays", { timeout: 120_000 }, async () => {
    const main = fileURLToPath(new URL("../main.ts", import.meta.url));
    const loader = ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source"];
    const child = spawn(process.execPath, [...loader, main, ...words("-"), "--json"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const feeding = pipeline(Readable.from(endlessVideo()), child.stdin!).catch(() => {}); // its reader leaves in the end
    const memory: number[] = [];
    let rows = 0;
    for await (const line of createInterface({ input: child.stdout! })) {
      const { start } = JSON.parse(line);
      expect(start).toBeCloseTo((rows * 12) / 25, 2);
      rows++;
      if (rows % 100 === 0) memory.push(residentMegabytes(child.pid!));
      if (rows === 600) break;
    }
    const closed = once(child, "close");
    child.stdin!.destroy();
    await feeding;
    const [code, signal] = await closed;
    expect([code, signal]).toEqual([0, null]);
    if (process.platform === "linux") expect(memory[5]! - memory[1]!).toBeLessThan(40); // 400 windows on
  });
});

/** Uncompressed video without end. */
function* endlessVideo(): Generator<Buffer> {
  yield Buffer.from("YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420jpeg\n");
  for (let frame = 0; ; frame++)
    yield Buffer.concat([Buffer.from("FRAME\n"), Buffer.alloc(64 * 48 * 1.5, frame % 256)]);
}

function residentMegabytes(id: number): number {
  if (process.platform !== "linux") return 0;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))![1]) / 1024;
}
