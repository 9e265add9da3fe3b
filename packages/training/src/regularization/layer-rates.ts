/**
 * Learning rates that fall from the head down: a block's is `decay` times that of the block above it.
 *
 * The head, what comes between it and the last block, and the last normalization have the factor 1. The embedding, and the
 * first class token and positions, are one below the first block. The second encoder of Model 2 stands above the first; its
 * class token and positions go with its first block, the first encoder's normalization with its last.
 *
 * @param paths of all parameters
 * @param decay in (0, 1]
 * @returns the factor of a path
 * Source: BEiT (arXiv 2106.08254), `get_num_layer_for_vit`.
 */
export function layerRates(paths: readonly string[], decay: number): (path: string) => number {
  const depthOf = (branch: string) => paths.reduce((depth, path) => Math.max(depth, blockOf(path, branch) + 1), 0);
  const [below, depth] = [depthOf("spatial.encoder"), depthOf("temporal.encoder")];
  const blocks = below + depth + depthOf("encoder");
  const layer = (path: string): number => {
    if (/^(embedding|classToken|positions|spatial\.(classToken|positions))(\.|$)/.test(path)) return 0;
    if (/^temporal\.(classToken|positions)$/.test(path)) return below + 1;
    if (path.startsWith("spatial.encoder.norm.") && depth > 0) return below;
    const block = Math.max(blockOf(path, "encoder"), blockOf(path, "spatial.encoder"));
    if (block >= 0) return block + 1;
    const above = blockOf(path, "temporal.encoder");
    return above >= 0 ? below + above + 1 : blocks + 1;
  };
  return (path) => decay ** (blocks + 1 - layer(path));
}

/** The number of the block that a path lies in, -1 if in none of this encoder. */
function blockOf(path: string, encoder: string): number {
  const head = `${encoder}.blocks.`;
  return path.startsWith(head) ? Number.parseInt(path.slice(head.length), 10) : -1;
}
