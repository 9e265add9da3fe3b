/**
 * Run jobs ahead of whoever reads their results.
 *
 * Results come in the order of the jobs. At most `ahead` jobs are started and unread at any time.
 *
 * @param jobs started as they are taken from here
 * @param ahead 1 or more
 */
export async function* prefetch<T>(
  jobs: Iterable<() => Promise<T>>,
  ahead: number,
): AsyncGenerator<T, void, undefined> {
  const started: Promise<T>[] = [];
  for (const job of jobs) {
    const promise = job();
    promise.catch(() => {}); // a failure is thrown when its turn comes, not before
    started.push(promise);
    if (started.length >= ahead) yield await started.shift()!;
  }
  for (const promise of started) yield await promise;
}
