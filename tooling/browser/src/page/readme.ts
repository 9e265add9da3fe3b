/** One list of values for each call of `console.log`. */
const said: unknown[][] = [];
console.log = (...words: unknown[]) => void said.push(words);

/** What the example said, once it has ended. */
const ended = import("./example.js?readme").then(() => said);
Object.assign(globalThis, { ended });
