import type { Scene } from "./motion-scene.ts";

/**
 * A function that paints the background of a frame.
 *
 * @returns writes [size, size, 3] into a canvas
 */
export function createGroundPainter({ ground, gradation, textures }: Scene, size: number) {
  const shares = new Float32Array(size * size); // where each pixel is between the two ends
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const along = ((column + 0.5) / size - 0.5) * gradation.x + ((row + 0.5) / size - 0.5) * gradation.y;
      shares[row * size + column] = 0.5 + 0.7 * along;
    }
  }
  const [from, to] = ground;
  return (canvas: Float32Array, frame: number): void => {
    for (let pixel = 0; pixel < shares.length; pixel++) {
      const share = Math.min(1, Math.max(0, shares[pixel]! + gradation.drift * frame));
      canvas[pixel * 3] = from[0] + (to[0] - from[0]) * share;
      canvas[pixel * 3 + 1] = from[1] + (to[1] - from[1]) * share;
      canvas[pixel * 3 + 2] = from[2] + (to[2] - from[2]) * share;
    }
    if (textures) addTexture(canvas, size, frame, textures);
  };
}

function addTexture(
  canvas: Float32Array,
  size: number,
  frame: number,
  { ground, driftX, driftY, strength }: NonNullable<Scene["textures"]>,
): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const light = strength * ground((column + 0.5) / size - driftX * frame, (row + 0.5) / size - driftY * frame);
      const at = (row * size + column) * 3;
      canvas[at]! += light;
      canvas[at + 1]! += light;
      canvas[at + 2]! += light;
    }
  }
}
