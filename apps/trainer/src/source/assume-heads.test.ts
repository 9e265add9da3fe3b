import { expect, it } from "vitest";
import { assumeHeads } from "./assume-heads.ts";

it.each([
  [192, 3],
  [384, 6],
  [768, 12],
  [1024, 16],
  [1280, 16],
  [512, 8],
  [96, undefined],
])("a ViT of width %i has %s heads", (dim, heads) => expect(assumeHeads(dim)).toBe(heads));
