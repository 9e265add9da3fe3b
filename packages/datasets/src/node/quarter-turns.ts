import type { Stream } from "node-av/lib";
import type { VideoInfo } from "../decode/video-info.ts";
import type { NodeAv } from "./load-node-av.ts";

/** How a player turns a stream, from its display matrix: fixed-point [a b u; c d v; x y w], where b > 0 turns clockwise. */
export function quarterTurns(av: NodeAv, stream: Stream): VideoInfo["quarterTurns"] {
  const matrix = stream.codecpar.getCodedSideData(av.constants.AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return 0;
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)];
  const turns = Math.round(Math.atan2(b, a) / (Math.PI / 2));
  return ((turns + 4) % 4) as VideoInfo["quarterTurns"];
}
