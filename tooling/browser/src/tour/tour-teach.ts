import type { DemoPage } from "../demo-page.ts";
import type { MotionFiles } from "./unseen-clips.ts";

/** What a table of stages says. */
export interface Taught {
  readonly head: string;
  readonly all?: string;
  /** From the click on Train to a trained model, in seconds. */
  readonly seconds: number;
}

/** Teach motions in the page, as a person would: names, files, Train. */
export async function tourTeach(demo: DemoPage, motions: readonly MotionFiles[], everything: boolean): Promise<Taught> {
  const { page } = demo;
  await demo.show("Teach");
  for (const [at, { name, learn, test }] of motions.entries()) {
    if (at >= 2) await page.getByRole("button", { name: "Add a class" }).click();
    const card = page.getByRole("group", { name: `Class ${at + 1}`, exact: true });
    await card.getByLabel("Name").fill(name);
    await card.getByLabel(/^Clips to learn from/).setInputFiles([...learn]);
    await demo.settle();
    await card.getByLabel(/^Clips to test with/).setInputFiles([...test]);
    await demo.settle();
  }
  await page.getByLabel("After the head, train everything").setChecked(everything);
  const started = performance.now();
  await page.getByRole("button", { name: "Train", exact: true }).click();
  const problem = await demo.settle();
  if (problem) throw new Error(problem);
  const seconds = (performance.now() - started) / 1000;
  const rows = await page.getByTestId("taught").locator("tbody tr").all();
  const read = rows.map(async (row) => (await row.locator("td").allTextContents()).join(", "));
  const [head, all] = await Promise.all(read);
  return { head: head!, ...(all ? { all } : {}), seconds };
}
