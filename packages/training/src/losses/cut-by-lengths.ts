/** Cut a list in pieces of these lengths, one after the other. */
export function cutByLengths(values: readonly number[], lengths: readonly number[]): number[][] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return values.slice(end - length, end);
  });
}
