import type { FilterContext, Frame } from "node-av/lib";
import type { FrameCut } from "../decode/frame-cut.ts";
import { turnedSize } from "../decode/frame-size.ts";
import type { VideoInfo } from "../decode/video-info.ts";
import type { NodeAv } from "./load-node-av.ts";

/**
 * A function that turns a decoded frame upright, cuts a square, mirrors it, brings it to size and converts it to RGB, all in
 * FFmpeg's filters, and nothing of the frame outside of the square is touched.
 *
 * The square begins and ends on pixels that have a color of their own, so with most codecs on even ones.
 *
 * @returns writes [crop, crop, 3]; call its `free` when done
 */
export function createViewWriter(av: NodeAv, { quarterTurns }: Pick<VideoInfo, "quarterTurns">, cut: FrameCut) {
  const result = new av.Frame();
  result.alloc();
  let graph: FrameGraph | undefined;
  const write = (frame: Frame, target: Uint8Array) => {
    const source = sourceOf(frame);
    if (graph?.source !== source) {
      graph?.free();
      graph = openGraph(av, source, chainOf(frame, quarterTurns, cut));
    }
    frame.clearFlags(av.constants.AV_FRAME_FLAG_INTERLACED); // as it is stored
    av.FFmpegError.throwIfError(
      graph.input.buffersrcAddFrameSync(frame, av.constants.AV_BUFFERSRC_FLAG_KEEP_REF),
      "frame",
    );
    av.FFmpegError.throwIfError(graph.output.buffersinkGetFrameSync(result), "crop and conversion to RGB");
    target.set(result.toBuffer()); // its rows without what aligns them
    result.unref();
  };
  const free = () => {
    graph?.free();
    result.free();
  };
  return Object.assign(write, { free });
}

interface FrameGraph {
  readonly source: string;
  readonly input: FilterContext;
  readonly output: FilterContext;
  free(): void;
}

/** What a graph is made for; a stream may change it midway. */
function sourceOf({ width, height, format, colorSpace, colorRange }: Frame): string {
  return `video_size=${width}x${height}:pix_fmt=${format}:time_base=1/1:colorspace=${colorSpace}:range=${colorRange}`;
}

const turns = [[], ["transpose=clock"], ["hflip", "vflip"], ["transpose=cclock"]] as const;

function chainOf(
  frame: Frame,
  quarterTurns: VideoInfo["quarterTurns"],
  { size, corner, crop, flip }: FrameCut,
): string {
  const upright = turnedSize(frame, quarterTurns);
  const [down, across] = [upright.height / size.height, upright.width / size.width];
  const square = [crop * across, crop * down, corner.left * across, corner.top * down].map(Math.round);
  return [
    ...turns[quarterTurns],
    `crop=${square.join(":")}`,
    ...(flip ? ["hflip"] : []),
    `scale=${crop}:${crop}:flags=bilinear+accurate_rnd+full_chroma_int`,
    "format=gbrp", // FFmpeg converts to planes with vector instructions, to RGB without
    "scale",
    "format=rgb24",
  ].join(",");
}

function openGraph(av: NodeAv, source: string, chain: string): FrameGraph {
  const graph = new av.FilterGraph();
  graph.alloc();
  graph.nbThreads = 1;
  const input = graph.createFilter(av.Filter.getByName("buffer")!, "in", source)!;
  const output = graph.createFilter(av.Filter.getByName("buffersink")!, "out")!;
  const [from, to] = [endOf(av, "in", input), endOf(av, "out", output)];
  av.FFmpegError.throwIfError(graph.parsePtr(chain, to, from), "filters");
  av.FFmpegError.throwIfError(graph.configSync(), "filters");
  return { source, input, output, free: () => graph.free() };
}

function endOf(av: NodeAv, name: string, filterCtx: FilterContext) {
  const end = new av.FilterInOut();
  end.alloc();
  Object.assign(end, { name, filterCtx, padIdx: 0 });
  return end;
}
