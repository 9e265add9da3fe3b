const shape = "the shape of its result depends on values";
const complex = "complex numbers have no lowering";
const text = "strings have no lowering";
const random = "random numbers must come in as an input";

/** Why TensorFlow.js kernels have no lowering to ONNX, where there is a reason. Others have not been asked for. */
const reasons: Readonly<Record<string, string>> = {
  Complex: complex,
  ComplexAbs: complex,
  Draw: "it draws on a canvas",
  FFT: complex,
  FromPixels: "it reads from a page",
  IFFT: complex,
  Imag: complex,
  Multinomial: random,
  NonMaxSuppressionV3: shape,
  NonMaxSuppressionV4: shape,
  NonMaxSuppressionV5: shape,
  RaggedGather: shape,
  RaggedRange: shape,
  RaggedTensorToTensor: shape,
  Real: complex,
  SparseFillEmptyRows: shape,
  SparseReshape: shape,
  SparseSegmentMean: shape,
  SparseSegmentSum: shape,
  StaticRegexReplace: text,
  StringNGrams: text,
  StringSplit: text,
  StringToHashBucketFast: text,
  Unique: shape,
};

/** Why a TensorFlow.js kernel has no lowering to ONNX; undefined where nobody has asked for it yet. */
export function reasonNotLowered(kernel: string): string | undefined {
  return reasons[kernel];
}
