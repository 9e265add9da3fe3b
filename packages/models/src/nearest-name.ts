/** The name that needs the fewest letters inserted, removed or replaced; of several the one that begins alike the longest. */
export function nearestName<Name extends string>(word: string, names: readonly Name[]): Name {
  const cost = (name: Name) => editDistance(word, name) - commonBeginning(word, name) / 1000;
  return names.reduce((nearest, name) => (cost(name) < cost(nearest) ? name : nearest));
}

function commonBeginning(one: string, other: string): number {
  const differs = [...one].findIndex((letter, index) => letter !== other[index]);
  return differs < 0 ? one.length : differs;
}

/** Source: Levenshtein distance, row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [before, letter] of [...from].entries()) {
    const next = [before + 1];
    for (let index = 0; index < to.length; index++)
      next.push(Math.min(row[index + 1]! + 1, next[index]! + 1, row[index]! + Number(letter !== to[index])));
    row = next;
  }
  return row[to.length]!;
}
