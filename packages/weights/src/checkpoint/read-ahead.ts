/**
 * The results of reading each item, in order, while the next ones are being read.
 *
 * @param ahead items being read at once
 */
export async function* readAhead<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    const result = read(item);
    result.catch(() => {}); // it is thrown when its turn comes
    running.push(result);
    if (running.length >= ahead) yield await running.shift()!;
  }
  for (const result of running) yield await result;
}
