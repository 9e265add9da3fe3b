// Run by npx, which has put the pinned pnpm on the PATH: prints where that pnpm's JavaScript entry is.
// The entry runs on every system by `node FILE`; the `pnpm` beside it needs an install script or a shell.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const wanted = process.argv[2];
const places = (process.env.PATH ?? process.env.Path ?? "").split(delimiter).flatMap((folder) => [
  join(folder, "..", "pnpm"), // node_modules/.bin
  join(folder, "node_modules", "pnpm"), // installed for everybody, on Windows
  join(folder, "..", "lib", "node_modules", "pnpm"), // installed for everybody, elsewhere
]);
const found = places.find((place) => {
  const manifest = join(place, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version === wanted;
});
if (found === undefined)
  throw new Error(`locatePnpm: expected pnpm ${wanted} on the PATH, got none; run npm start again`);
console.log(`pnpm at ${join(found, "bin", "pnpm.mjs")}`);
