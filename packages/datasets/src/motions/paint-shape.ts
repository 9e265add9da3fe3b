import type { Pose } from "./motion-path.ts";
import type { Scene } from "./motion-scene.ts";

/**
 * Blend a shape into a frame, its edge and the line between its halves smoothed over one pixel.
 *
 * @param canvas [size, size, 3]
 */
export function paintShape(canvas: Float32Array, size: number, scene: Scene, { x, y, radius, angle }: Pose): void {
  const cosine = Math.cos(angle) / radius;
  const sine = Math.sin(angle) / radius;
  const [bottom, right] = [lastPixel(y + radius, size), lastPixel(x + radius, size)];
  for (let row = firstPixel(y - radius, size); row <= bottom; row++) {
    const dy = (row + 0.5) / size - y;
    for (let column = firstPixel(x - radius, size); column <= right; column++) {
      const dx = (column + 0.5) / size - x;
      if (dx * dx + dy * dy > radius * radius) continue;
      const across = dx * cosine + dy * sine;
      const down = dy * cosine - dx * sine;
      blendPixel(canvas, (row * size + column) * 3, scene, across, down, radius * size);
    }
  }
}

/** @param pixels in one unit of the shape */
function blendPixel(
  canvas: Float32Array,
  at: number,
  scene: Scene,
  across: number,
  down: number,
  pixels: number,
): void {
  const cover = clamped(0.5 - scene.shape(across, down) * pixels);
  if (cover === 0) return;
  const half = clamped(0.5 + across * pixels);
  const { textures, tones } = scene;
  const light = textures ? textures.strength * textures.shape(across / 2, down / 2) : 0;
  for (let channel = 0; channel < 3; channel++) {
    const tone = tones[1][channel]! + (tones[0][channel]! - tones[1][channel]!) * half + light;
    canvas[at + channel]! += (tone - canvas[at + channel]!) * cover;
  }
}

function firstPixel(edge: number, size: number): number {
  return Math.max(0, Math.floor(edge * size));
}

function lastPixel(edge: number, size: number): number {
  return Math.min(size - 1, Math.ceil(edge * size));
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
