import type { ScaleOptions } from "@observablehq/plot";
import { extent } from "d3-array";

type InEpoch = { readonly epoch: number };

/** The horizontal axis of every chart: from the start of the first epoch to the end of the last. */
export function epochAxis(epochs: readonly InEpoch[], steps: readonly InEpoch[]): ScaleOptions {
  const [first = 1, last = 1] = extent([...epochs, ...steps], ({ epoch }) => epoch);
  return {
    label: "epoch",
    labelAnchor: "center",
    labelArrow: "none",
    labelOffset: 44,
    domain: [first - 1, last],
    ticks: Math.min(6, last - first + 1),
    tickFormat: "~r",
  };
}
