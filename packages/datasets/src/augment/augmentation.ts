import type { RandomKey } from "@vivit/nn";
import type { Operation } from "./rand-augment.ts";

/** What may be done to training clips beside random crops and mirroring; every clip is changed in one way throughout. */
export interface Augmentation {
  /** Share of clips whose height and width are each multiplied by a factor of their own before the crop; 0 if left out. */
  readonly scaleJitter?: number;
  /** Between which factors; [0.9, 1.33] if left out. */
  readonly scaleRange?: readonly [smallest: number, largest: number];
  /** Share of clips whose brightness, saturation, contrast and hue are changed; 0 if left out. Not with RandAugment. */
  readonly colorJitter?: number;
  /** Share of clips that become grey, behind color jitter; 0 if left out. Not with RandAugment. */
  readonly colorDrop?: number;
  /** RandAugment: so many operations one after the other, of a magnitude of 0 to 30 (10 is strong); none if left out. */
  readonly randAugment?: { readonly layers: number; readonly magnitude: number };
  /** Share of clips of which a box is replaced by noise; 0 if left out. */
  readonly randomErasing?: number;
  /** Keep the quirks of the reference implementation (docs/decoding.md lists them); false if left out. */
  readonly reference?: boolean;
}

/** What is done to one clip: everything random in it, drawn. */
export interface DrawnAugmentation {
  readonly reference: boolean;
  /** Factors of height and width. */
  readonly scale?: readonly [height: number, width: number];
  readonly color?: ColorChange;
  readonly grey?: boolean;
  readonly operations?: readonly Operation[];
  readonly erase?: ErasedBox;
}

/** How colors of a clip change. */
export interface ColorChange {
  /** Added, in [-1, 1] of the whole range. */
  readonly brightness: number;
  /** Factor; 0 is grey. */
  readonly saturation: number;
  /** Factor of the distance to the mean. */
  readonly contrast: number;
  /** Turn of the color circle, in turns. */
  readonly hue: number;
}

/** A box that is replaced by noise: shares of height and width in [0, 1]. */
export interface ErasedBox {
  readonly area: number;
  /** Height by width. */
  readonly aspect: number;
  readonly place: readonly [down: number, across: number];
  readonly noise: RandomKey;
}
