import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSizeCeilings } from "@vivit/checks";
import { fromHuggingFace, readSafetensors, toScenic, writeSafetensors } from "@vivit/weights";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installAlone } from "./install-alone.ts";
import { packPackages } from "./pack-packages.ts";
import { listPublishedPackages, root } from "./published-packages.ts";
import { readProgram } from "./readme-program.ts";
import { runNode } from "./run-node.ts";

const packages = listPublishedPackages();

/** Files that an example reads: package → put them into its project. */
const inputs: Readonly<Record<string, (folder: string) => void>> = {
  "@vivit/weights": (folder) => {
    const model = join(root, "tooling", "fixtures", "checkpoints", "hf_vivit", "model", "model.safetensors");
    const scenic = toScenic(fromHuggingFace(readSafetensors(readFileSync(model)).tensors), 4);
    writeFileSync(join(folder, "scenic.safetensors"), writeSafetensors(scenic));
  },
};

let folder = "";
let tarballs: Map<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vivit-installed-"));
  tarballs = await packPackages(packages, folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }), 120_000);

it("no entry of a package is larger than its ceiling", async () => {
  expect(await checkSizeCeilings(root)).toEqual([]);
});

describe("installed alone, without install scripts", () => {
  it.each(packages.map((one) => [one.name, one] as const))(
    "%s runs the example of its README",
    async (name, one) => {
      const project = join(folder, name.replace("@vivit/", ""));
      const unreachable = await installAlone(one, tarballs, project);
      if (unreachable !== undefined) {
        process.stdout.write(`installed alone: ${name} skipped, the registry cannot be reached (${unreachable})\n`);
        return;
      }
      inputs[name]?.(project);
      writeFileSync(join(project, "example.js"), readProgram(one.folder));
      const { code, output } = await runNode(project, ["example.js"]);
      expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    },
    300_000,
  );
});
