/** A tensor or setting whose size does not fit; the message says who wanted what and what came. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}
