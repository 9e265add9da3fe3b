/** What one thread of `pnpm fuzz` is told. */
export interface FuzzTask {
  readonly format: string;
  readonly runs: number;
  /** Int32: files begun, bytes of the file that is being read. */
  readonly progress: SharedArrayBuffer;
  /** The file that is being read. */
  readonly file: SharedArrayBuffer;
}

/** Numbers in `progress`. */
export const progressCells = 2;
/** Room for a file, in bytes: the longest of the originals is 1.5 kB, and no edit adds more than 60. */
export const longestFile = 65_536;
