import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { HostTensor } from "@vivit/nn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { readSafetensorsFile } from "./read-safetensors-file.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";
import { writeSafetensorsFile } from "./write-safetensors-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vivit-weights-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tensors: [string, HostTensor][] = [
  ["head.kernel", { dtype: "float32", shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  ["labels", { dtype: "int32", shape: [2], values: Int32Array.of(7, -8) }],
  ["mask", { dtype: "bool", shape: [1], values: Uint8Array.of(1) }],
];

describe("safetensors files", () => {
  it("are read as they were written, and are what writeSafetensors makes", async () => {
    const path = join(folder, "model.safetensors");
    await writeSafetensorsFile(path, tensors, { format: "pt" });
    expect(Uint8Array.from(readFileSync(path))).toEqual(writeSafetensors(tensors, { format: "pt" }));
    const read = await readSafetensorsFile(path);
    expect(read).toEqual({ tensors: new Map(tensors), metadata: { format: "pt" } });
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });
  it("are refused with their path when cut short", async () => {
    const path = join(folder, "model.safetensors");
    await writeSafetensorsFile(path, tensors);
    const { length } = readFileSync(path);
    truncateSync(path, length - 1);
    await expect(readSafetensorsFile(path)).rejects.toThrow(
      new CheckpointError(
        `${path}: readSafetensors: expected a file of ${length} bytes, got ${length - 1}; the file is cut short, copy or download it again`,
      ),
    );
    truncateSync(path, 3);
    await expect(readSafetensorsFile(path)).rejects.toThrow(
      `${path}: readSafetensors: expected at least 8 bytes, got 3; the file is cut short or not a safetensors file`,
    );
  });
});

describe("writeFileAtomically", () => {
  const before = Uint8Array.of(1, 2, 3);

  it("replaces a file by pieces in order", async () => {
    const path = join(folder, "state.json");
    writeFileSync(path, before);
    await writeFileAtomically(path, [Uint8Array.of(4), new Uint8Array(0), Uint8Array.of(5, 6)]);
    expect([...readFileSync(path)]).toEqual([4, 5, 6]);
  });
  it("says that the folder is missing", async () => {
    const path = join(folder, "nowhere", "model.safetensors");
    await expect(writeFileAtomically(path, [before])).rejects.toThrow(
      /^writeFileAtomically: .*model\.safetensors: ENOENT: no such file or directory, open '.*\.partial'; the previous file is untouched$/,
    );
  });
  it("removes the partial file when the last step fails", async () => {
    const path = join(folder, "taken");
    mkdirSync(join(path, "inside"), { recursive: true }); // a folder that is not empty cannot be replaced
    await expect(writeFileAtomically(path, [before])).rejects.toThrow(CheckpointError);
    expect(readdirSync(folder)).toEqual(["taken"]);
    expect(existsSync(join(path, "inside"))).toBe(true);
  });

  it.skipIf(process.platform === "win32")(
    "keeps the old file and says how much room was needed when there is none",
    async () => {
      const path = join(folder, "model.safetensors");
      writeFileSync(path, before);
      const script = join(folder, "write.mts");
      const module = pathToFileURL(join(import.meta.dirname, "write-file-atomically.ts")).href;
      writeFileSync(
        script,
        `import { writeFileAtomically } from ${JSON.stringify(module)};
         await writeFileAtomically(${JSON.stringify(path)}, [new Uint8Array(3_000_000)]).catch((error) => process.stdout.write(error.message));`,
      );
      // the shell's limit on file sizes is a full disk that needs no privileges; 1,000 blocks are 0.5 or 1 MB
      const command = `ulimit -f 1000; exec "$0" --import tsx "$1"`;
      const { stdout } = await promisify(execFile)("sh", ["-c", command, process.execPath, script], {
        cwd: import.meta.dirname,
      });
      expect(stdout).toMatch(
        /^writeFileAtomically: .*model\.safetensors: expected room for 3\.0 MB, got EFBIG with [\d.]+ MB free; the previous file is untouched, free some space or choose another folder$/,
      );
      expect([...readFileSync(path)]).toEqual([...before]);
      expect(readdirSync(folder).sort()).toEqual(["model.safetensors", "write.mts"]);
    },
  );
});
