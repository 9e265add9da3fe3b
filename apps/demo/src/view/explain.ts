/** What browsers and runtimes say where memory is refused. */
const noMemory =
  /out of memory|\bOOM\b|allocation failed|(failed to|could not) allocate|enlarge memory|memory access out of bounds|bad_alloc/i;

/** Whether memory was refused. */
export function isMemoryRefused(error: unknown): boolean {
  return noMemory.test(messageOf(error));
}

/** What went wrong, as a sentence for people. */
export function explain(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof DOMException && error.name === "NotAllowedError")
    return "The camera may not be used: allow it in the browser's settings for this page, or choose a file.";
  if (error instanceof DOMException && error.name === "NotFoundError")
    return "No camera was found: connect one, or choose a file.";
  if (error instanceof DOMException && error.name === "NotReadableError")
    return "The camera is in use by another program: close that, or choose a file.";
  if (noMemory.test(message))
    return `There is not enough memory for this: close other pages, or choose a smaller model (${sentence(message).replace(/\.$/, "")}).`;
  return sentence(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Characters that somebody reads. */
const mostCharacters = 300;

/** Packages name their function first, which says nothing to the reader of a page, and list every parameter that does not fit. */
function sentence(message: string): string {
  const said = message.replace(/^[a-z]+[A-Z]\w*: /, "");
  const begun = said === message ? message : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  if (begun.length <= mostCharacters) return begun;
  return `${begun.slice(0, begun.lastIndexOf(" ", mostCharacters))} …`;
}
