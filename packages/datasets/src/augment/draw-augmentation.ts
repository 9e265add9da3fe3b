import { foldIn, type RandomKey, randomInteger, uniform } from "@vivit/nn";
import type { Augmentation, ColorChange, DrawnAugmentation, ErasedBox } from "./augmentation.ts";
import { type Operation, operationNames } from "./rand-augment.ts";

/**
 * Draw what is done to one clip.
 *
 * @returns undefined if nothing is
 * Source: Scenic `dataset_lib/video_ops.py` (probabilities and ranges); TensorFlow models `augment.py` (RandAugment).
 */
export function drawAugmentation(key: RandomKey, augmentation: Augmentation): DrawnAugmentation | undefined {
  const { scaleJitter = 0, colorJitter = 0, colorDrop = 0, randomErasing = 0, reference = false } = augmentation;
  const { layers = 0, magnitude = 0 } = augmentation.randAugment ?? {};
  const happens = (name: string, share: number) => share > 0 && uniform(foldIn(key, name), 1)[0]! < share;
  const drawn: DrawnAugmentation = {
    reference,
    ...(happens("scale jitter", scaleJitter) && { scale: drawScale(foldIn(key, "scale"), augmentation) }),
    ...(layers > 0 && { operations: drawOperations(foldIn(key, "operations"), layers, magnitude, reference) }),
    ...(layers === 0 && happens("color jitter", colorJitter) && { color: drawColor(foldIn(key, "color")) }),
    ...(layers === 0 && happens("color drop", colorDrop) && { grey: true }),
    ...(happens("random erasing", randomErasing) && { erase: drawBox(foldIn(key, "box")) }),
  };
  return Object.keys(drawn).length > 1 ? drawn : undefined;
}

function drawScale(key: RandomKey, { scaleRange: [low, high] = [0.9, 1.33] }: Augmentation): [number, number] {
  const [height, width] = uniform(key, 2) as unknown as [number, number];
  return [low + height * (high - low), low + width * (high - low)];
}

function drawColor(key: RandomKey): ColorChange {
  const [brightness, saturation, contrast, hue] = [...uniform(key, 4)].map((value) => value * 2 - 1) as [
    number,
    number,
    number,
    number,
  ];
  return {
    brightness: (brightness * 32) / 255,
    saturation: 1 + saturation * 0.4,
    contrast: 1 + contrast * 0.4,
    hue: hue * 0.2,
  };
}

/** As many operations as layers; of twelve outcomes one changes nothing. */
function drawOperations(key: RandomKey, layers: number, magnitude: number, reference: boolean): Operation[] {
  return Array.from({ length: layers }, (_, layer) => {
    const own = foldIn(key, layer);
    const name = operationNames[randomInteger(foldIn(own, "which"), 0, operationNames.length)]!;
    const [down, across, coin] = uniform(foldIn(own, "where"), 3) as unknown as [number, number, number];
    // factors below 1 are as good a change as those above; the reference knows only these
    return { name, magnitude, place: [down, across], weaker: !reference && coin < 0.5 };
  });
}

function drawBox(key: RandomKey): ErasedBox {
  const [area, aspect, down, across] = uniform(foldIn(key, "place"), 4) as unknown as [number, number, number, number];
  const [least, most] = [Math.log(0.3), Math.log(3.3)];
  return {
    area: 0.02 + area * (1 / 3 - 0.02),
    aspect: Math.exp(least + aspect * (most - least)),
    place: [down, across],
    noise: foldIn(key, "noise"),
  };
}
