/** A line of a stack trace, where it names a file. */
interface Frame {
  readonly name: string;
  readonly place: string;
}

/**
 * Find the line of the caller's code from which TensorFlow.js was called.
 *
 * It is the first one below the frames of TensorFlow.js, and outside of `node_modules` if there is one. Where everything is
 * bundled into one minified file the frames cannot be told apart, and the place is unknown.
 *
 * @param stack of an error made while tracing
 * @returns such as `/home/me/model.ts:12:7`
 */
export function callSite(stack = ""): string {
  const frames = parseFrames(stack);
  const library = frames.findIndex(isLibrary);
  const below = frames.slice(library).filter((frame) => !isLibrary(frame));
  const found = below.find(({ place }) => !/[\\/]node_modules[\\/]/.test(place)) ?? below[0];
  return library < 0 || !found ? "an unknown place" : found.place;
}

/** The function of TensorFlow.js that makes random numbers, if one is on the stack. */
export function randomFunction(stack = ""): string | undefined {
  const makers =
    /\b(randomUniformInt|randomUniform|randomNormal|randomStandardNormal|randomGamma|truncatedNormal|rand)_$/;
  for (const { name } of parseFrames(stack)) {
    const found = makers.exec(name);
    if (found) return found[1];
  }
  return undefined;
}

function parseFrames(stack: string): Frame[] {
  return stack.split("\n").flatMap((line) => {
    const match = /^\s*at (?:(.*?) \()?(?:file:\/\/)?(.+?:\d+:\d+)\)?$/.exec(line);
    return match ? [{ name: match[1] ?? "", place: match[2]! }] : [];
  });
}

function isLibrary({ name, place }: Frame): boolean {
  return /[\\/](@tensorflow|tfjs)[\\/+-]/.test(place) || name.endsWith("__op");
}
