/** Pickles by hand, right or wrong: each function gives the instructions for one value. Source: Python's `pickletools`. */
export type Instructions = readonly number[];

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const word = (value: number): number[] => [
  value & 255,
  (value >>> 8) & 255,
  (value >>> 16) & 255,
  (value >>> 24) & 255,
];

export const text = (value: string): Instructions => [0x58, ...word(utf8(value).length), ...utf8(value)];
export const integer = (value: number): Instructions => [0x4a, ...word(value)];
export const name = (module: string, member: string): Instructions => [0x63, ...utf8(`${module}\n${member}\n`)];
export const tuple = (...items: Instructions[]): Instructions => [0x28, ...items.flat(), 0x74];
export const call = (callee: Instructions, ...given: Instructions[]): Instructions => [
  ...callee,
  ...tuple(...given),
  0x52,
];
export const dictionary = (...pairs: (readonly [Instructions, Instructions])[]): Instructions => [
  0x7d,
  0x28,
  ...pairs.flat(2),
  0x75,
];
/** A whole pickle of protocol 2. */
export const pickle = (value: Instructions): Uint8Array => Uint8Array.from([0x80, 2, ...value, 0x2e]);

/** What a tensor says of itself; sizes of its storage count numbers. */
export interface TensorWords {
  readonly type?: string;
  readonly key?: string;
  readonly count: number;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A tensor as `torch.save` writes it. */
export function tensor({
  type = "FloatStorage",
  key = "0",
  count,
  offset = 0,
  shape,
  strides,
}: TensorWords): Instructions {
  const storage = [...tuple(text("storage"), name("torch", type), text(key), text("cpu"), integer(count)), 0x51];
  const sizes = (values: readonly number[]) => tuple(...values.map(integer));
  const hooks = call(name("collections", "OrderedDict"));
  return call(
    name("torch._utils", "_rebuild_tensor_v2"),
    storage,
    integer(offset),
    sizes(shape),
    sizes(strides),
    [0x89],
    hooks,
  );
}
