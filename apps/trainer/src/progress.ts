import { Presets, SingleBar } from "cli-progress";

/** Shows how far a piece of work has come, on stderr. */
export interface Progress {
  /** Done so far, with values to show beside it. */
  update(done: number, values?: Readonly<Record<string, string>>): void;
  /** Remove the bar, or end its line. */
  stop(): void;
}

/**
 * Show a bar with rate and time left on a terminal; elsewhere one line every ten seconds.
 *
 * @param title what is going on: "epoch 3/10"
 * @param total how much there is to do
 * @param unit of what: "steps"
 */
export function showProgress(title: string, total: number, unit: string): Progress {
  return process.stderr.isTTY ? bar(title, total, unit) : lines(title, total, unit);
}

function bar(title: string, total: number, unit: string): Progress {
  const shown = new SingleBar(
    {
      format: `${title} {bar} {value}/{total} ${unit}, {eta_formatted} left {values}`,
      stream: process.stderr,
      barsize: 20,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  shown.start(total, 0, { values: "" });
  return {
    update: (done, values = {}) => shown.update(done, { values: join(values) }),
    stop: () => shown.stop(),
  };
}

const secondsBetweenLines = 10;

function lines(title: string, total: number, unit: string): Progress {
  const begin = performance.now();
  let last = begin;
  return {
    update(done, values = {}) {
      const now = performance.now();
      if (done === 0 || now - last < secondsBetweenLines * 1000) return;
      last = now;
      const left = Math.round(((now - begin) / done / 1000) * (total - done));
      process.stderr.write(`${title}: ${done}/${total} ${unit}, ${left} s left ${join(values)}\n`);
    },
    stop: () => {},
  };
}

function join(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join("  ");
}
