/** Shapes of `motions`. Each is a signed distance within the unit disc: negative inside. */
export const shapes = {
  disc: (x, y) => Math.sqrt(x * x + y * y) - 0.85,
  triangle: (x, y) => polygon(x, y, 3, 0.5),
  square: (x, y) => polygon(x, y, 4, 0.68),
  hexagon: (x, y) => polygon(x, y, 6, 0.8),
  star,
  cross,
} as const satisfies Record<string, ShapeDistance>;

/** Signed distance to the edge of a shape, in radii. */
export type ShapeDistance = (x: number, y: number) => number;

/** Distance to the nearest side of a regular polygon; `apothem` is the radius of the circle inside. */
function polygon(x: number, y: number, sides: number, apothem: number): number {
  const sector = (2 * Math.PI) / sides;
  const angle = Math.atan2(y, x);
  return Math.sqrt(x * x + y * y) * Math.cos(angle - sector * Math.round(angle / sector)) - apothem;
}

/** Five points: in each tenth of the circle, the distance to the line from a point at radius 1 to a notch at 0.5. */
function star(x: number, y: number): number {
  const sector = (2 * Math.PI) / 5;
  const angle = Math.atan2(y, x);
  const folded = Math.abs(angle - sector * Math.round(angle / sector));
  const radius = Math.sqrt(x * x + y * y);
  return (radius * Math.cos(folded) - 1) * starNormal[0] + radius * Math.sin(folded) * starNormal[1];
}

const starNormal = (() => {
  const [notchX, notchY] = [0.5 * Math.cos(Math.PI / 5), 0.5 * Math.sin(Math.PI / 5)];
  const length = Math.hypot(notchX - 1, notchY);
  return [notchY / length, (1 - notchX) / length] as const;
})();

function cross(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  return Math.min(Math.max(a - 0.92, b - 0.34), Math.max(b - 0.92, a - 0.34));
}
