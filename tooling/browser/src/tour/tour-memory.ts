import type { Browser } from "playwright-core";
import { bundledClips, openDemo } from "../demo-page.ts";
import type { ServedDemo } from "../serve-demo.ts";

/** Predictions that the memory is measured over. */
const predictions = 200;

/** Memory before and after many predictions: of the page and its worker together, as the browser measures it. */
export async function tourMemory(
  browser: Browser,
  served: ServedDemo,
  say: (name: string, value: unknown) => void,
): Promise<void> {
  const demo = await openDemo(browser, served.url);
  if (!(await demo.page.evaluate(() => crossOriginIsolated))) {
    say("memory", "browsers measure it in isolated pages only");
    return demo.page.close();
  }
  const measure = () =>
    demo.page.evaluate(async () => {
      const { bytes } = await (
        performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
      ).measureUserAgentSpecificMemory();
      return bytes / 1e6;
    });
  for (let warm = 0; warm < 10; warm++) await demo.classify(bundledClips[warm % 3]![0]);
  const before = await measure();
  for (let at = 0; at < predictions; at++) await demo.classify(bundledClips[at % 3]![0]);
  const after = await measure();
  say(`memory before and after ${predictions} predictions, MB`, `${before.toFixed(1)}, ${after.toFixed(1)}`);
  await demo.page.close();
}
