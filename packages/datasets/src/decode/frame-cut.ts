import type { Corner } from "../crop-clip.ts";

/** A square of every frame, as it is to be: the part of the frame, brought to `size`, that begins at a corner. */
export interface FrameCut {
  /** Height and width that whole upright frames would have. */
  readonly size: { readonly height: number; readonly width: number };
  /** Within them. */
  readonly corner: Corner;
  readonly crop: number;
  /** Whether left and right change places. */
  readonly flip: boolean;
}
