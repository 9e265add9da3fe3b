import Pbf from "pbf";
import type { Histogram } from "./make-histogram.ts";

/** A value of a summary under a name; a slash in the name makes a group. */
export type SummaryValue =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly histogram: Histogram }
  | {
      readonly tag: string;
      readonly image: { readonly width: number; readonly height: number; readonly png: Uint8Array };
    }
  | { readonly tag: string; readonly text: string };

/** What an event file is made of. */
export type Event = { readonly seconds: number; readonly step: number } & (
  | { readonly version: string }
  /** The run begins anew at this step: what was logged from here on in files before counts no more. */
  | { readonly restart: true }
  | { readonly values: readonly SummaryValue[] }
);

/** Encode an event. Source: TensorFlow `core/util/event.proto` and `core/framework/summary.proto`, tensorflow/tensorboard/compat/proto. */
export function encodeEvent(event: Event): Uint8Array {
  const pbf = new Pbf();
  pbf.writeDoubleField(1, event.seconds);
  if (event.step !== 0) pbf.writeVarintField(2, event.step);
  if ("version" in event) pbf.writeStringField(3, event.version);
  else if ("restart" in event)
    pbf.writeMessage(7, (_: undefined, inner) => inner.writeVarintField(1, sessionStart), undefined);
  else pbf.writeMessage(5, writeSummary, event.values);
  return pbf.finish();
}

const sessionStart = 1; // SessionLog.START

function writeSummary(values: readonly SummaryValue[], pbf: Pbf): void {
  for (const value of values) pbf.writeMessage(1, writeValue, value);
}

function writeValue(value: SummaryValue, pbf: Pbf): void {
  pbf.writeStringField(1, value.tag);
  if ("scalar" in value) pbf.writeFloatField(2, value.scalar);
  else if ("image" in value) pbf.writeMessage(4, writeImage, value.image);
  else if ("histogram" in value) pbf.writeMessage(5, writeHistogram, value.histogram);
  else {
    pbf.writeMessage(8, writeText, value.text);
    pbf.writeMessage(9, (_: undefined, metadata) => metadata.writeMessage(1, writePluginName, "text"), undefined);
  }
}

function writeImage({ width, height, png }: { width: number; height: number; png: Uint8Array }, pbf: Pbf): void {
  pbf.writeVarintField(1, height);
  pbf.writeVarintField(2, width);
  pbf.writeVarintField(3, 3); // RGB
  pbf.writeBytesField(4, png);
}

function writeHistogram({ min, max, count, sum, sumOfSquares, limits, counts }: Histogram, pbf: Pbf): void {
  for (const [at, value] of [min, max, count, sum, sumOfSquares].entries()) pbf.writeDoubleField(at + 1, value);
  pbf.writePackedDouble(6, limits as number[]);
  pbf.writePackedDouble(7, counts as number[]);
}

/** A TensorProto of one string. */
function writeText(text: string, pbf: Pbf): void {
  pbf.writeVarintField(1, 7); // DT_STRING
  pbf.writeMessage(
    2,
    (_, shape) => shape.writeMessage(2, (_, size) => size.writeVarintField(1, 1), undefined),
    undefined,
  );
  pbf.writeBytesField(8, new TextEncoder().encode(text));
}

function writePluginName(name: string, pbf: Pbf): void {
  pbf.writeStringField(1, name);
}
