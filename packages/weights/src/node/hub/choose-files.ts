/** What is fetched of a repository: descriptions and one set of weights. */
const descriptions = ["config.json", "preprocessor_config.json"];

/** Sets of weights, the best first: whole and sharded safetensors, then torch, then NumPy. */
const weights: readonly RegExp[] = [
  /^model\.safetensors$/,
  /^model(-\d+-of-\d+\.safetensors|\.safetensors\.index\.json)$/,
  /^pytorch_model\.bin$/,
  /^pytorch_model(-\d+-of-\d+\.bin|\.bin\.index\.json)$/,
  /^[\w.-]+\.safetensors$/,
  /^[\w.-]+\.npz$/,
  /^checkpoint(_\d+)?$/,
];

/**
 * Choose from the files of a repository what a model needs.
 *
 * @returns names of files; none if there are no weights of a known format
 */
export function chooseFiles(names: readonly string[]): string[] {
  const chosen = weights.map((pattern) => names.filter((name) => pattern.test(name))).find(({ length }) => length > 0);
  return chosen ? [...names.filter((name) => descriptions.includes(name)), ...chosen.sort()] : [];
}
