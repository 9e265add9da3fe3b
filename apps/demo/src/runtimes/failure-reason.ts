/** What runtimes say when the device under them is gone. */
const lost = /device (was|is) lost|lost before mapping|backend name '\w+' not found|context lost/i;

/** Why a runtime stopped, in words for people: what a runtime says of itself may be a page long. */
export function failureReason(message: string): string {
  return lost.test(message) ? "its graphics device was lost" : message.split("\n")[0]!.slice(0, 200);
}
