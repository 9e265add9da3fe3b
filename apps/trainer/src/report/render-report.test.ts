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

  it("stays under a megabyte for motions", () => expect(page.length).toBeLessThan(1e6));

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
      makeUpReport({ classes, epochs: 10, stepsPerEpoch: 2000, accuracy: 0.6, worst: 12, side: 112 }),
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
