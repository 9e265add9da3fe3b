/** Why a file gave no clip. */
export type DecodeReason =
  | "missing file"
  | "empty file"
  | "not a video"
  | "no video stream"
  | "truncated"
  | "damaged frames"
  | "decoder failed"
  | "timed out"
  | "worker crashed";

/** A file that could not be decoded: callers skip it and go on. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";

  constructor(
    readonly reason: DecodeReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
