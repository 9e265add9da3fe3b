export { finiteDifference } from "./finite-difference.ts";
export { readReadmeExample } from "./read-readme-example.ts";
export { runReadmeExample } from "./run-readme-example.ts";
export { seededTensor } from "./seeded-tensor.ts";
