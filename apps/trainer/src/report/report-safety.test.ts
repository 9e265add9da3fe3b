import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { makeUpReport } from "./made-up-report.ts";
import { type RunReport, renderReport } from "./render-report.ts";

const tiny = { classes: ["one", "two"], epochs: 2, stepsPerEpoch: 4, accuracy: 0.9, worst: 1, side: 8 };

/** Every element that could act or load when the page is opened. */
function activeParts(document: Document): string[] {
  const handlers = [...document.querySelectorAll("*")].flatMap(({ attributes }) =>
    [...attributes].filter(({ name }) => name.startsWith("on")).map(({ name }) => name),
  );
  return [
    ...handlers,
    ...[...document.querySelectorAll("script, iframe, object, embed, link, form, base")].map(({ tagName }) => tagName),
  ];
}

describe("the page", () => {
  it("needs no network and runs nothing", () => {
    const page = renderReport(makeUpReport(tiny));
    const { document } = parseHTML(page);
    expect(page).not.toMatch(/https?:|url\(|@import/);
    expect(activeParts(document)).toEqual([]);
    for (const element of document.querySelectorAll("[src], [href]"))
      expect(element.getAttribute("src") ?? element.getAttribute("href")).toMatch(
        /^(data:image\/(png|jpeg);base64,|#)/,
      );
  });

  it("escapes every name, wherever it comes from", () => {
    const evil = `</style></title></svg><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;`;
    const spoiled = JSON.parse(
      JSON.stringify(makeUpReport(tiny), (key, value) =>
        typeof value === "string" && key !== "finished" ? evil : value,
      ),
    ) as RunReport;
    const { finished, worst, predictions } = makeUpReport(tiny);
    const withStrip = (clips: RunReport["worst"], spoiledClips: RunReport["worst"]) =>
      spoiledClips.map((clip, at) => ({ ...clip, strip: clips[at]!.strip }));
    const parsed = parseHTML(
      renderReport({
        ...spoiled,
        finished,
        recipe: { [evil]: evil, list: [evil] },
        worst: withStrip(worst, spoiled.worst),
        predictions: withStrip(predictions!, spoiled.predictions!),
      }),
    ).document;
    expect(activeParts(parsed)).toEqual([]);
    expect(parsed.querySelectorAll("style")).toHaveLength(1);
    expect(parsed.querySelector("h1")?.textContent).toBe(evil);
    expect(parsed.querySelector(".confusion tbody th")?.textContent).toBe(evil);
    expect(parsed.querySelector(".confusion tbody th")?.getAttribute("title")).toBe(evil);
    expect(parsed.querySelector(".clip img")?.getAttribute("alt")).toBe(`8 frames of ${evil}, from first to last`);
    expect(parsed.querySelector(".command")?.textContent).toBe(evil);
    expect(parsed.querySelector(".recipe dt")?.textContent).toBe(evil);
  });
});
