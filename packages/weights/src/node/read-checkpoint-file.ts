import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Checkpoint, type ReadCheckpointOptions, readCheckpoint } from "../checkpoint/read-checkpoint.ts";
import { CheckpointError } from "../checkpoint-error.ts";
import { type OpenFile, openFile } from "./open-file.ts";

/** What a folder of a model is looked through for, best first. */
const usualNames = [
  "model.safetensors",
  "model.safetensors.index.json",
  "pytorch_model.bin",
  "pytorch_model.bin.index.json",
  "model.json",
];

/**
 * Read a ViViT or ViT from a file, or from the folder of a model as Hugging Face lays it out. Files that it names are found beside it.
 *
 * @param path of a file of any format that `readCheckpoint` reads, or of a folder
 * @throws CheckpointError with the path in front; see `readCheckpoint`
 */
export async function readCheckpointFile(
  path: string,
  options: Pick<ReadCheckpointOptions, "onProgress" | "fixedPositions"> = {},
): Promise<Checkpoint> {
  const main = findMainFile(path);
  const files: OpenFile[] = [];
  const open = async (file: string) => {
    const opened = await openFile(file);
    files.push(opened);
    return opened;
  };
  try {
    const source = await open(main);
    return await readCheckpoint(source, { ...options, open: (name) => open(join(dirname(main), name)) });
  } catch (error) {
    if (error instanceof CheckpointError) throw new CheckpointError(`${main}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

function findMainFile(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const name = usualNames.find((usual) => existsSync(join(path, usual)));
  if (name === undefined)
    throw new CheckpointError(
      `readCheckpointFile: expected one of ${usualNames.join(", ")} in ${path}, got none; name the file of weights`,
    );
  return join(path, name);
}
