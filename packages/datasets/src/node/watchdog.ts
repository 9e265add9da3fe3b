/**
 * Call `bark` once a worker has been silent too long.
 *
 * Only time in which this process could have listened counts: a training step may block it for seconds, and a worker
 * that answered meanwhile is not late.
 */
export function createWatchdog(bark: () => void): { expect(seconds: number): void; stop(): void } {
  let left = Number.POSITIVE_INFINITY;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    left -= Math.min(now - last, 2 * tick);
    last = now;
    if (left > 0) return;
    clearInterval(timer);
    bark();
  }, tick);
  return {
    expect: (seconds) => {
      left = seconds * 1000;
    },
    stop: () => clearInterval(timer),
  };
}

const tick = 100; // milliseconds
