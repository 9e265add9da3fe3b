export { finiteDifference } from "./finite-difference.ts";
export { seededTensor } from "./seeded-tensor.ts";
