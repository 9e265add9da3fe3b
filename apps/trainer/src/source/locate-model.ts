import { fetchHubModel, isHubName } from "@vivit/weights/node";
import { type Progress, showProgress } from "../progress.ts";

/**
 * Where a model lies on this machine: a path as it is, a model of the hub (`hf:owner/name@revision`) once it is fetched.
 *
 * @throws CheckpointError that says what to do if the hub does not give it
 */
export async function locateModel(name: string): Promise<string> {
  if (!isHubName(name)) return name;
  let bar: { file: string; progress: Progress } | undefined;
  try {
    const { directory } = await fetchHubModel(name, {
      onProgress({ file, done, total }) {
        if (bar?.file !== file) {
          bar?.progress.stop();
          bar = { file, progress: showProgress(file, megabytes(total), "MB") };
        }
        bar.progress.update(megabytes(done));
      },
    });
    return directory;
  } finally {
    bar?.progress.stop();
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
