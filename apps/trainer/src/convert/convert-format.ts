import { extname } from "node:path";

/** What `vivit convert` writes. */
export const convertFormats = ["safetensors", "flax", "tfjs", "onnx"] as const;

/** The name of a format. */
export type ConvertFormat = (typeof convertFormats)[number];

/** The format that a destination asks for by its name. */
export function formatOf(destination: string): ConvertFormat {
  const endings: Record<string, ConvertFormat> = { ".onnx": "onnx", ".json": "tfjs", ".msgpack": "flax" };
  return endings[extname(destination)] ?? "safetensors";
}
