import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder } from "../fixtures/video-files.ts";
import { loadNodeAv } from "./load-node-av.ts";

it("loads node-av, and says how to install it where it is missing", async () => {
  expect((await loadNodeAv("test")).Codec.findEncoderByName("libx264" as never)).not.toBeNull();

  const alone = join(temporaryFolder(), "load-node-av.mts"); // no node_modules above it
  copyFileSync(fileURLToPath(new URL("./load-node-av.ts", import.meta.url)), alone);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = `
    const { loadNodeAv } = await import(${JSON.stringify(pathToFileURL(alone).href)});
    await loadNodeAv("decodeClip").catch(({ message }) => process.stdout.write(message));
  `;
  const said = execFileSync(process.execPath, ["--import", tsx, "--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  expect(said).toBe("decodeClip: node-av is not installed; npm install node-av");
});
