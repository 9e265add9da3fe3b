import { transfer } from "comlink";

/** Give plain data away: every buffer in it moves, so that nothing is in memory twice. */
export function giveAway<Value>(value: Value): Value {
  const buffers = new Set<ArrayBuffer>();
  collectBuffers(value, buffers);
  return transfer(value, [...buffers]);
}

function collectBuffers(value: unknown, into: Set<ArrayBuffer>): void {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) into.add(value.buffer);
  } else if (value && typeof value === "object") for (const inner of Object.values(value)) collectBuffers(inner, into);
}
