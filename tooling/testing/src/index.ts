export { finiteDifference } from "./finite-difference.ts";
export { runReadmeExample } from "./run-readme-example.ts";
export { seededTensor } from "./seeded-tensor.ts";
