import { writeFileAtomically } from "@vivit/weights/node";

/** Write readable JSON in one piece: the old file stays until the new one is whole. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomically(path, [new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)]);
}
