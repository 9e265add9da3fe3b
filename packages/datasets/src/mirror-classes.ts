/**
 * For each class, the number of the class that its clips show when mirrored.
 *
 * @param words such as "left" and "right"; they count as whole words, whatever their case
 * @throws Error if a class has no partner
 */
export function mirrorClasses(classes: readonly string[], [one, other]: readonly [string, string]): number[] {
  const either = new RegExp(`\\b(${[one, other].map(escaped).join("|")})\\b`, "gi");
  const numbers = new Map(classes.map((name, id) => [name.toLowerCase(), id]));
  return classes.map((name) => {
    const mirrored = name
      .toLowerCase()
      .replaceAll(either, (word) => (word === one.toLowerCase() ? other : one).toLowerCase());
    const id = numbers.get(mirrored);
    if (id !== undefined) return id;
    throw new Error(
      `expected a class "${mirrored}" for clips of "${name}" to show when mirrored; leave mirroredWords out`,
    );
  });
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
