import { ShapeError } from "./shape-error.ts";

type AxisNames<Axes extends string> = Axes extends `${infer First} ${infer Rest}` ? First | AxisNames<Rest> : Axes;

/** The size of each named axis. */
export type Sizes<Axes extends string> = { readonly [Axis in AxisNames<Axes>]: number };

/**
 * Name the axes of a tensor and check what is known of them.
 *
 * @param tensor anything with a shape
 * @param axes names in order, separated by one space: `"batch tokens dim"`
 * @param caller who asks, the beginning of the error: `"embedTubelets: video"`
 * @param known sizes that the axes must have
 * @returns one number for each name
 * @throws ShapeError `caller: expected [batch, tokens, dim=768], got [2, 196, 512]`
 */
export function sizes<const Axes extends string>(
  tensor: { readonly shape: readonly number[] },
  axes: Axes,
  caller: string,
  known: Partial<Sizes<Axes>> = {},
): Sizes<Axes> {
  const names = axes.split(" ") as AxisNames<Axes>[];
  const { shape } = tensor;
  const fits =
    shape.length === names.length && names.every((name, axis) => (known[name] ?? shape[axis]) === shape[axis]);
  if (!fits) {
    const wanted = names.map((name) => (known[name] === undefined ? name : `${name}=${known[name]}`));
    throw new ShapeError(`${caller}: expected [${wanted.join(", ")}], got [${shape.join(", ")}]`);
  }
  return Object.fromEntries(names.map((name, axis) => [name, shape[axis]])) as Sizes<Axes>;
}
