import type { Constant, Graph } from "../graph/graph.ts";

/** Where the bytes of a constant are, outside of the model's file. */
export interface ExternalPlace {
  readonly location: string;
  readonly offset: number;
}

/** Constants of a model in a file of their own. */
export interface ExternalData {
  readonly places: ReadonlyMap<Constant, ExternalPlace>;
  /** The contents of the file, to be written one after another. */
  readonly chunks: readonly Uint8Array[];
}

/** Smaller constants stay in the model: shapes and axes must be known without a second file. */
const leastBytes = 1024;

/** Each constant begins at a multiple of a page, so that a runtime can map the file into memory. */
const page = 4096;

/** Lay out the larger constants of a graph in a file. */
export function layOutExternalData(graph: Graph, location: string): ExternalData {
  const places = new Map<Constant, ExternalPlace>();
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const constant of graph.constants) {
    if (constant.bytes.length < leastBytes) continue;
    const padding = -offset & (page - 1);
    if (padding > 0) chunks.push(new Uint8Array(padding));
    offset += padding;
    places.set(constant, { location, offset });
    chunks.push(constant.bytes);
    offset += constant.bytes.length;
  }
  return { places, chunks };
}
