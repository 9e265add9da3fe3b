import { treeLeaves } from "@vivit/nn";
import { type ByteSource, blobSource, readCheckpoint } from "@vivit/weights";

/** What a file was found to hold, small enough to be compared elsewhere. */
export interface WeightsSummary {
  readonly parameters: readonly (readonly [path: string, shape: readonly number[], sum: number])[];
  /** Calls that told of progress: parameters read so far, and of how many. */
  readonly progress: readonly (readonly [read: number, of: number])[];
  /** Most bytes that one read asked for. */
  readonly largestRead: number;
}

/** Read a checkpoint as a page does with a file that somebody has chosen. */
export async function summarizeWeights(blob: Blob): Promise<WeightsSummary> {
  const progress: [number, number][] = [];
  const { source, largest } = watchReads(blobSource(blob));
  const { tree } = await readCheckpoint(source, { onProgress: (read, of) => void progress.push([read, of]) });
  const parameters = treeLeaves(tree).map(([path, { shape, values }]) => {
    return [path, [...shape], (values as Float32Array).reduce((sum: number, value: number) => sum + value, 0)] as const;
  });
  return { parameters, progress, largestRead: largest() };
}

function watchReads(source: ByteSource): { source: ByteSource; largest: () => number } {
  let largest = 0;
  const read: ByteSource["read"] = (begin, end) => {
    largest = Math.max(largest, end - begin);
    return source.read(begin, end);
  };
  return { source: { size: source.size, read }, largest: () => largest };
}
