import { encode } from "fast-png";
import { encodeConfusion } from "../report/confusion-picture.ts";
import type { FilmStrip, JudgedClip, RunReport } from "../report/run-report.ts";
import type { SummaryValue } from "./encode-event.ts";
import { openEventFile } from "./event-file.ts";

/** Put the evaluation of a finished run into TensorBoard: accuracies, the confusion matrix, and film strips of clips. */
export async function logEvaluation(
  directory: string,
  step: number,
  { evaluation, control, right = [], worst }: Pick<RunReport, "evaluation" | "control" | "right" | "worst">,
): Promise<void> {
  const file = await openEventFile(directory);
  try {
    file.write(step, [
      { tag: "evaluation/top-1", scalar: evaluation.top1 },
      ...(evaluation.top5 === undefined ? [] : [{ tag: "evaluation/top-5", scalar: evaluation.top5 }]),
      ...(control ? [{ tag: "evaluation/repeated frame", scalar: control.top1 }] : []),
      { tag: "confusion matrix", image: confusionImage(evaluation.confusion) },
      ...strips("most right", right),
      ...strips("most wrong", worst),
    ]);
    await file.flush();
  } finally {
    await file.close();
  }
}

/** A cell of a small matrix is some pixels wide, so that one sees it. */
function confusionImage(confusion: readonly (readonly number[])[]) {
  const cell = Math.max(1, Math.floor(320 / confusion.length));
  const wide = confusion.flatMap((row) =>
    Array<number[]>(cell).fill(row.flatMap((count) => Array<number>(cell).fill(count))),
  );
  const side = cell * confusion.length;
  return { width: side, height: side, png: encodeConfusion(wide, cell) };
}

function strips(group: string, clips: readonly JudgedClip[]): SummaryValue[] {
  return clips.map(({ path, strip, predicted, truth }, at) => ({
    tag: `${group}/${at + 1} ${path}: ${truth ?? "unknown"}, predicted ${predicted[0]?.label ?? "nothing"}`,
    image: stripImage(strip),
  }));
}

/** Frames side by side. */
function stripImage({ frames }: FilmStrip) {
  const { width: side, height } = frames[0]!;
  const width = side * frames.length;
  const data = new Uint8Array(width * height * 3);
  for (const [at, { rgb }] of frames.entries())
    for (let row = 0; row < height; row++)
      data.set(rgb.subarray(row * side * 3, (row + 1) * side * 3), (row * width + at * side) * 3);
  return { width, height, png: encode({ width, height, data, channels: 3, depth: 8 }) };
}
