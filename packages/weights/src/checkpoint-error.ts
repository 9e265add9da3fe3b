/** A checkpoint that cannot be read, understood or written; the message says what is wrong and what to do. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}
