import { PickleBytes } from "./pickle-bytes.ts";
import { describePickle, type PickleDictionary, type PickleList, type PickleValue } from "./pickle-value.ts";
import { callName, loadStorage, lookUpName } from "./torch-names.ts";

/**
 * Read a pickle of tensors.
 *
 * Pickles are programs. This runs the part of them that puts dictionaries, lists and tensors together; every name and
 * every other instruction is refused, so nothing outside this file and its table of names can be reached.
 *
 * @throws CheckpointError that names what the pickle wanted
 * Source: Python's `pickletools`, protocols 2 to 5; what `torch.save` writes.
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  const machine = new PickleMachine(new PickleBytes(bytes));
  while (!machine.isDone) machine.step();
  return machine.result();
}

const mark = Symbol("mark");
type Slot = PickleValue | typeof mark;

class PickleMachine {
  private stopped = false;
  private readonly stack: Slot[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(private readonly input: PickleBytes) {}

  get isDone(): boolean {
    return this.stopped;
  }

  stop(): void {
    this.stopped = true;
  }

  step(): void {
    const code = this.input.byte();
    const run = instructions[code];
    if (!run) throw this.input.refusal("an instruction that tensors need", `0x${code.toString(16).padStart(2, "0")}`);
    run(this, this.input);
  }

  result(): PickleValue {
    const value = this.pop();
    if (this.stack.length > 0 || !this.input.isAtEnd) throw this.input.refusal("the end of the pickle", "more");
    return value;
  }

  push(value: Slot): void {
    this.stack.push(value);
  }
  pushMark(): void {
    this.stack.push(mark);
  }

  pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined || value === mark) throw this.input.refusal("a value", "none");
    return value;
  }

  top(): PickleValue {
    const value = this.pop();
    this.stack.push(value);
    return value;
  }

  popMarked(): PickleValue[] {
    const at = this.stack.lastIndexOf(mark);
    if (at < 0) throw this.input.refusal("a mark", "none");
    const values = this.stack.splice(at);
    return values.slice(1) as PickleValue[];
  }

  tuple(count: number): void {
    const items: PickleValue[] = [];
    for (let i = 0; i < count; i++) items.unshift(this.pop());
    this.push({ kind: "tuple", items });
  }

  append(values: readonly PickleValue[]): void {
    const list = this.topOf("list") as PickleList;
    for (const value of values) list.items.push(value);
  }

  setItems(values: readonly PickleValue[]): void {
    const dictionary = this.topOf("dictionary") as PickleDictionary;
    if (values.length % 2 !== 0) throw this.input.refusal("pairs of key and value", `${values.length} values`);
    for (let i = 0; i < values.length; i += 2) dictionary.pairs.push([values[i]!, values[i + 1]!]);
  }

  /** Attributes of an OrderedDict, such as the versions of a state_dict's modules: no tensor is in them. */
  build(): void {
    this.pop();
    this.topOf("dictionary");
  }

  remember(index = this.memo.size): void {
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.input.refusal("something remembered", `nothing at ${index}`);
    this.push(value);
  }

  private topOf(kind: "list" | "dictionary"): PickleValue {
    const value = this.top();
    if (typeof value !== "object" || value?.kind !== kind) throw this.input.refusal(`a ${kind}`, describePickle(value));
    return value;
  }
}

type Instruction = (machine: PickleMachine, input: PickleBytes) => void;

/** By its code, in the order of the alphabet and then of the protocols. */
const instructions: Readonly<Record<number, Instruction>> = {
  40: (machine) => machine.pushMark(), // MARK
  41: (machine) => machine.tuple(0), // EMPTY_TUPLE
  46: (machine) => machine.stop(), // STOP
  71: (machine, input) => machine.push(input.real()), // BINFLOAT
  74: (machine, input) => machine.push(input.integer()), // BININT
  75: (machine, input) => machine.push(input.byte()), // BININT1
  77: (machine, input) => machine.push(input.short()), // BININT2
  78: (machine) => machine.push(null), // NONE
  81: (machine) => machine.push(loadStorage(machine.pop())), // BINPERSID
  82: (machine) => {
    const given = machine.pop();
    machine.push(callName(machine.pop(), given)); // REDUCE
  },
  84: (machine, input) => machine.push(input.text(input.length())), // BINSTRING
  85: (machine, input) => machine.push(input.text(input.byte())), // SHORT_BINSTRING
  88: (machine, input) => machine.push(input.text(input.length())), // BINUNICODE
  93: (machine) => machine.push({ kind: "list", items: [] }), // EMPTY_LIST
  97: (machine) => machine.append([machine.pop()]), // APPEND
  98: (machine) => machine.build(), // BUILD
  99: (machine, input) => machine.push(lookUpName(input.line(), input.line())), // GLOBAL
  101: (machine) => machine.append(machine.popMarked()), // APPENDS
  104: (machine, input) => machine.recall(input.byte()), // BINGET
  106: (machine, input) => machine.recall(input.length()), // LONG_BINGET
  113: (machine, input) => machine.remember(input.byte()), // BINPUT
  114: (machine, input) => machine.remember(input.length()), // LONG_BINPUT
  115: (machine) => {
    const value = machine.pop();
    machine.setItems([machine.pop(), value]); // SETITEM
  },
  116: (machine) => machine.push({ kind: "tuple", items: machine.popMarked() }), // TUPLE
  117: (machine) => machine.setItems(machine.popMarked()), // SETITEMS
  125: (machine) => machine.push({ kind: "dictionary", pairs: [] }), // EMPTY_DICT
  128: (_machine, input) => checkProtocol(input), // PROTO
  133: (machine) => machine.tuple(1), // TUPLE1
  134: (machine) => machine.tuple(2), // TUPLE2
  135: (machine) => machine.tuple(3), // TUPLE3
  136: (machine) => machine.push(true), // NEWTRUE
  137: (machine) => machine.push(false), // NEWFALSE
  138: (machine, input) => machine.push(input.long(input.byte())), // LONG1
  140: (machine, input) => machine.push(input.text(input.byte())), // SHORT_BINUNICODE
  141: (machine, input) => machine.push(input.text(input.longLength())), // BINUNICODE8
  147: (machine) => {
    const name = machine.pop();
    machine.push(lookUpName(asText(machine.pop()), asText(name))); // STACK_GLOBAL
  },
  148: (machine) => machine.remember(), // MEMOIZE
  149: (_machine, input) => void input.longLength(), // FRAME
};

function asText(value: PickleValue): string {
  return typeof value === "string" ? value : describePickle(value);
}

function checkProtocol(input: PickleBytes): void {
  const protocol = input.byte();
  if (protocol > 5) throw input.refusal("a pickle of protocol 2 to 5", `protocol ${protocol}`);
}
