/**
 * Turn a frame clockwise by quarters.
 *
 * @param source [height, width, 3]
 * @param target [height, width, 3] for two quarters, [width, height, 3] for one or three
 */
export function turnFrame(
  source: Uint8Array,
  { height, width }: { height: number; width: number },
  quarters: 0 | 1 | 2 | 3,
  target: Uint8Array,
): void {
  const pixels = height * width;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    const to = [pixel, x * height + height - 1 - y, pixels - 1 - pixel, (width - 1 - x) * height + y][quarters]! * 3;
    for (let channel = 0; channel < 3; channel++) target[to + channel] = source[pixel * 3 + channel]!;
  }
}
