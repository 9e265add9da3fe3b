/** Whether a variant may have a class token: Models 3 and 4 keep a grid of tokens, which has no place for one. */
export function hasClassToken(variant: string | undefined): boolean {
  return variant !== "factorized-self-attention" && variant !== "factorized-dot-product-attention";
}
