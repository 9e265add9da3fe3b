import { narrowToHalves } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";

/** Widen bfloat16 words: they are the upper halves of float32 words, so every value is exact. */
export function widenBrainFloats(words: Uint16Array): Float32Array {
  const bits = new Uint32Array(words.length);
  for (let i = 0; i < words.length; i++) bits[i] = words[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** The largest half. Source: IEEE 754 binary16. */
const largestHalf = 65504;

/**
 * Round float32 values to half-precision words, as `narrowToHalves` of `@vivit/nn` does, where all of them fit.
 *
 * @param name of the tensor, for messages
 * @throws CheckpointError if a finite value would become infinite
 */
export function fitToHalves(values: Float32Array, name: string): Uint16Array {
  const words = narrowToHalves(values);
  for (let i = 0; i < words.length; i++)
    if ((words[i]! & 0x7fff) === 0x7c00 && Number.isFinite(values[i]!))
      throw new CheckpointError(
        `writeSafetensors: "${name}": expected values within ±${largestHalf} for float16, got ${values[i]} at ${i}; write float32`,
      );
  return words;
}
