/** Anything that ends a branch of a tree: a `tf.Tensor`, a `HostTensor`, a bare description of one. */
export interface Leaf {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** Nested records and arrays of leaves. A path joins the names with dots: `encoder.blocks.0.attention.query.kernel`. */
export type Tree<L extends Leaf> = L | readonly Tree<L>[] | { readonly [name: string]: Tree<L> | undefined };

/** The same tree with every leaf replaced by another type. */
export type MappedTree<T, To> = [Tree<never>] extends [T]
  ? Tree<Extract<To, Leaf>>
  : T extends Leaf
    ? To
    : T extends object
      ? { [Name in keyof T]: MappedTree<T[Name], To> }
      : T;

/** The type of the leaves of a tree. */
export type LeafOf<T> = [Tree<never>] extends [T]
  ? Extract<T, Leaf>
  : T extends Leaf
    ? T
    : T extends readonly (infer Branch)[]
      ? LeafOf<Branch>
      : T extends object
        ? LeafOf<T[keyof T]>
        : never;

/** Whether a node ends a branch: it has a `dtype` and a `shape`. */
export function isLeaf(node: unknown): node is Leaf {
  return typeof node === "object" && node !== null && "dtype" in node && "shape" in node && Array.isArray(node.shape);
}

/**
 * List the leaves with their paths, in the order in which they were written down. Absent branches are skipped.
 *
 * @throws TypeError if a node is neither a record, an array nor a leaf
 */
export function treeLeaves<L extends Leaf>(tree: Tree<L> | undefined, path = ""): [path: string, leaf: L][] {
  if (tree === undefined) return [];
  if (isLeaf(tree)) return [[path, tree as L]];
  if (typeof tree !== "object" || tree === null)
    throw new TypeError(`treeLeaves: expected a tensor, a record or an array at "${path}", got ${tree}`);
  return Object.entries(tree).flatMap(([name, branch]) =>
    treeLeaves(branch as Tree<L>, path ? `${path}.${name}` : name),
  );
}

/** Replace every leaf by a function of it and its path; records stay records, arrays stay arrays. */
export function mapTree<T, To>(tree: T, replace: (leaf: LeafOf<T>, path: string) => To, path = ""): MappedTree<T, To> {
  if (tree === undefined) return undefined as MappedTree<T, To>;
  if (isLeaf(tree)) return replace(tree as never, path) as MappedTree<T, To>;
  const below = (name: string) => (path ? `${path}.${name}` : name);
  if (Array.isArray(tree))
    return tree.map((branch, index) => mapTree(branch, replace as never, below(String(index)))) as MappedTree<T, To>;
  const entries = Object.entries(tree as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, branch]) => [name, mapTree(branch, replace as never, below(name))]),
  ) as MappedTree<T, To>;
}

/**
 * Build nested records from paths. A record whose names are exactly 0, 1, 2, … becomes an array.
 *
 * @throws TypeError if one path runs through the leaf of another
 */
export function treeFromLeaves<L extends Leaf>(leaves: Iterable<readonly [path: string, leaf: L]>): Tree<L> {
  const root = new Map<string, Branch<L>>();
  for (const [path, leaf] of leaves) plant(root, path, leaf);
  return harvest(root) as Tree<L>;
}

type Branch<L> = L | Map<string, Branch<L>>;

function plant<L extends Leaf>(root: Map<string, Branch<L>>, path: string, leaf: L): void {
  const names = path.split(".");
  const last = names.pop()!;
  let at = root;
  for (const name of names) {
    const next = at.get(name) ?? new Map<string, Branch<L>>();
    if (!(next instanceof Map)) throw new TypeError(`treeFromLeaves: "${path}" runs through the leaf "${name}"`);
    at.set(name, next);
    at = next;
  }
  if (at.has(last)) throw new TypeError(`treeFromLeaves: "${path}" occurs twice`);
  at.set(last, leaf);
}

function harvest<L>(branch: Branch<L>): unknown {
  if (!(branch instanceof Map)) return branch;
  const isList = branch.size > 0 && [...Array(branch.size).keys()].every((index) => branch.has(String(index)));
  if (isList) return Array.from({ length: branch.size }, (_, index) => harvest(branch.get(String(index))!));
  return Object.fromEntries([...branch].map(([name, below]) => [name, harvest(below)]));
}
