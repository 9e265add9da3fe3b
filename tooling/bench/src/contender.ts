/** What one run took. */
export interface Run {
  /** Wall-clock time of the work, in seconds. */
  readonly seconds: number;
  /** Most memory the process has held so far, in bytes. */
  readonly peakBytes: number;
}

/** Something to time, made ready once and run as often as asked. */
export interface Contender {
  /** What it is, with versions. */
  readonly about: string;
  run(): Promise<Run>;
  dispose(): Promise<void>;
}
