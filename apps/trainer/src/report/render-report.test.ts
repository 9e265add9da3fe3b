import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { makeUpReport, motionClasses } from "./made-up-report.ts";
import { type RunReport, renderReport } from "./render-report.ts";

const motions = { classes: motionClasses, epochs: 10, stepsPerEpoch: 125, accuracy: 0.97 };
const tiny = { classes: ["one", "two"], epochs: 2, stepsPerEpoch: 4, accuracy: 0.9, worst: 1, side: 8 };

function open(report: RunReport): Document {
  return parseHTML(renderReport(report)).document;
}

/** What a reader sees, with plain spaces. */
function textOf(element: Element | null): string {
  return (element?.textContent ?? "").replace(/[\s\u00a0]+/g, " ");
}

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

describe("renderReport", () => {
  const report = makeUpReport({ ...motions, worst: 12, side: 64 });
  const page = renderReport(report);
  const { document } = parseHTML(page);

  it("gives a document with its sections, twice the same", () => {
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect([...document.querySelectorAll("h2")].map(textOf)).toEqual([
      "The model learned",
      "Learning",
      "Class by class",
      "Most wrong",
      "Unseen files",
      "How it was made",
    ]);
    for (const link of document.querySelectorAll("nav a"))
      expect(document.querySelector(link.getAttribute("href")!), link.outerHTML).not.toBeNull();
    expect(renderReport(report)).toBe(page);
  });

  it("puts the numbers first", () => {
    const headline = textOf(document.querySelector(".headline"));
    const right = report.evaluation.confusion.reduce((sum, row, at) => sum + row[at]!, 0);
    expect(headline).toContain(`${right} of 300 validation clips`);
    for (const shown of [
      "chance 10 %",
      "99.7 %",
      "One repeated frame",
      "18.3 %",
      "limit 25 %",
      "4 min 32 s",
      "88 clips/s",
      "488,650",
    ])
      expect(headline).toContain(shown);
  });

  it("shows every cell of the confusion matrix", () => {
    const cells = [...document.querySelectorAll(".confusion tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent)),
    );
    expect(cells).toEqual(report.evaluation.confusion);
  });

  it("describes every picture and chart, and repeats the curves as a table", () => {
    const strips = [...document.querySelectorAll("img")];
    expect(strips).toHaveLength(14);
    for (const strip of strips)
      expect(strip.getAttribute("alt")).toMatch(/^8 frames of val\/\S+\.mp4, from first to last$/);
    const charts = [...document.querySelectorAll("svg")].map((chart) => chart.getAttribute("aria-label"));
    expect(charts).toHaveLength(5);
    expect(charts[0]).toMatch(
      /^Loss by epoch: training from 2\.\d+ to 0\.\d+; validation from 1\.\d+ to 0\.\d+; guessing 2\.3\./,
    );
    const table = [...document.querySelectorAll("table")].find((one) =>
      textOf(one.querySelector("caption")).includes("by epoch"),
    );
    expect(table?.querySelectorAll("tbody tr")).toHaveLength(10);
  });

  it("needs no network and runs nothing", () => {
    expect(page).not.toMatch(/https?:|url\(|@import/);
    expect(activeParts(document)).toEqual([]);
    for (const element of document.querySelectorAll("[src], [href]"))
      expect(element.getAttribute("src") ?? element.getAttribute("href")).toMatch(
        /^(data:image\/(png|jpeg);base64,|#)/,
      );
  });

  it("stays under a megabyte for motions", () => expect(page.length).toBeLessThan(1e6));

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
    const parsed = open({
      ...spoiled,
      finished,
      recipe: { [evil]: evil, list: [evil] },
      worst: withStrip(worst, spoiled.worst),
      predictions: withStrip(predictions!, spoiled.predictions!),
    });
    expect(activeParts(parsed)).toEqual([]);
    expect(parsed.querySelectorAll("style")).toHaveLength(1);
    expect(parsed.querySelector("h1")?.textContent).toBe(evil);
    expect(parsed.querySelector(".confusion tbody th")?.textContent).toBe(evil);
    expect(parsed.querySelector(".confusion tbody th")?.getAttribute("title")).toBe(evil);
    expect(parsed.querySelector(".clip img")?.getAttribute("alt")).toBe(`8 frames of ${evil}, from first to last`);
    expect(parsed.querySelector(".command")?.textContent).toBe(evil);
    expect(parsed.querySelector(".recipe dt")?.textContent).toBe(evil);
  });

  it("shows a run of one epoch without anything optional", () => {
    const { control: _, predictions: __, ...bare } = makeUpReport({ ...tiny, epochs: 1 });
    const { top5: ___, ...evaluation } = bare.evaluation;
    const parsed = open({
      ...bare,
      evaluation,
      epochs: [{ epoch: 1, trainingLoss: 0.4, clipsPerSecond: 50, waitingShare: 0.2 }],
      steps: [],
      worst: [],
      environment: [],
      data: { ...bare.data, skipped: [] },
      recipe: undefined,
    });
    expect([...parsed.querySelectorAll("h2")].map(textOf)).toEqual([
      "The model learned",
      "Learning",
      "Class by class",
      "How it was made",
    ]);
    expect(parsed.querySelectorAll("svg")).toHaveLength(1);
    expect(textOf(parsed.body)).not.toMatch(/undefined|NaN|\[object/);
  });

  it("shows a run that recorded and evaluated nothing", () => {
    const made = makeUpReport(tiny);
    const parsed = open({
      ...made,
      steps: [],
      epochs: [],
      evaluation: {
        ...made.evaluation,
        top1: 0,
        confusion: [
          [0, 0],
          [0, 0],
        ],
        perClass: made.evaluation.perClass.map((one) => ({
          ...one,
          clips: 0,
          recall: Number.NaN,
          precision: Number.NaN,
        })),
      },
    });
    expect(textOf(parsed.querySelector("#learning"))).toContain("No step of training was recorded");
    expect(textOf(parsed.body)).not.toMatch(/undefined|NaN|\[object/);
  });

  it("says that a loss left the range of numbers", () => {
    const made = makeUpReport(tiny);
    const steps = made.steps.map((step) =>
      step.step > 3 ? { ...step, loss: Number.NaN, gradientNorm: Number.POSITIVE_INFINITY } : step,
    );
    const epochs = made.epochs.map((epoch) => ({ ...epoch, trainingLoss: Number.NaN, validationLoss: Number.NaN }));
    const parsed = open({ ...made, steps, epochs });
    expect(textOf(parsed.querySelector(".headline"))).toContain("The training loss left the range of numbers");
    expect(parsed.querySelector("#learning svg")!.innerHTML).not.toMatch(/NaN|Infinity/);
  });

  it("stays readable and below two megabytes with 400 classes and 20,000 steps", () => {
    const classes = Array.from({ length: 400 }, (_, at) => `action ${at}`);
    const large = renderReport(
      makeUpReport({ classes, epochs: 10, stepsPerEpoch: 2000, accuracy: 0.6, worst: 12, side: 224 }),
    );
    expect(large.length).toBeLessThan(2e6);
    const parsed = parseHTML(large).document;
    expect(parsed.querySelector(".confusion")).toBeNull();
    expect(parsed.querySelector(".picture image")?.getAttribute("href")).toMatch(/^data:image\/png/);
    const rows = [...parsed.querySelectorAll("#classes table")].map(
      (table) => table.querySelectorAll("tbody tr").length,
    );
    expect(rows).toEqual([10, 25, 375]);
  });

  it("refuses an evaluation of other classes", () => {
    const made = makeUpReport(tiny);
    const other = (changes: Partial<RunReport["evaluation"]>) => () =>
      renderReport({ ...made, evaluation: { ...made.evaluation, ...changes } });
    expect(
      other({
        confusion: [
          [1, 2, 3],
          [1, 2],
        ],
      }),
    ).toThrow(
      "renderReport: expected evaluation.confusion [2, 2], got 2 rows of 3 or 2; give a row and a column to each of data.classes",
    );
    expect(other({ perClass: [] })).toThrow(
      "renderReport: expected evaluation.perClass [2], got [0]; give an entry to each of data.classes",
    );
  });
});
