import type { ClassifiedVideo } from "../classify/classified-video.ts";
import { html } from "./html.ts";

/** The classes over the length of a video: one row for each class that leads somewhere, one cell a window. */
export function Timeline({ video, second }: { video: ClassifiedVideo; second: number }) {
  const { windows, labels, seconds } = video;
  const best = windows.map(({ scores }) => scores.indexOf(Math.max(...scores)));
  const rows = [...new Set(best)].slice(0, 8);
  return html`
    <figure class="timeline">
      <figcaption>Windows of ${(windows[0]!.end - windows[0]!.begin).toFixed(1)} s: ${windows.length}</figcaption>
      <svg viewBox=${`0 0 100 ${rows.length * 8 + 2}`} preserveAspectRatio="none" role="img" aria-label=${describe(video, best)}>
        ${rows.map((row, line) =>
          windows.map(({ scores }, at) => {
            const [from, to] = [(100 * at) / windows.length, (100 * (at + 1)) / windows.length];
            return html`<rect x=${from} width=${to - from} y=${line * 8 + 1} height="7" fill-opacity=${0.08 + 0.92 * scores[row]!} />`;
          }),
        )}
        <line x1=${(100 * second) / seconds} x2=${(100 * second) / seconds} y1="0" y2=${rows.length * 8 + 2} />
      </svg>
      <ol>${rows.map((row) => html`<li>${labels[row]}</li>`)}</ol>
    </figure>
  `;
}

function describe({ windows, labels }: ClassifiedVideo, best: readonly number[]): string {
  return windows
    .map(({ begin, end }, at) => `${begin.toFixed(1)} to ${end.toFixed(1)} s: ${labels[best[at]!]}`)
    .join("; ");
}
