import { classSection } from "./class-section.ts";
import { clipSection } from "./clip-section.ts";
import { instant } from "./format.ts";
import { headlineSection } from "./headline-section.ts";
import { html, type Markup, renderDocument } from "./html.ts";
import { learningSection } from "./learning-section.ts";
import { pageHead } from "./page-head.ts";
import type { JudgedClip, RunReport } from "./run-report.ts";
import { setupSection } from "./setup-section.ts";

export type {
  ClassResult,
  ControlResult,
  DataSummary,
  EpochRecord,
  EvaluationSummary,
  FilmStrip,
  Frame,
  JudgedClip,
  Row,
  RunReport,
  SkippedFiles,
  StepRecord,
} from "./run-report.ts";

/**
 * Write the report of a training run as one HTML document that needs nothing beside it.
 *
 * The same report gives the same text. Every name and path is escaped.
 *
 * @param report accuracies and shares in [0, 1], frames as [height, width, 3] bytes
 * @throws RangeError if the evaluation is not of the classes of the data
 */
export function renderReport(report: RunReport): string {
  const { name, finished, model, data } = report;
  checkSizes(report);
  return renderDocument(html`<html lang="en">
    ${pageHead(`${name} · training report`)}
    <body>
      <header>
        <h1>${name}</h1>
        <p>
          ${model.title} on <span class="path">${data.directory}</span> · finished${" "}
          <time datetime=${finished.toISOString()}>${instant(finished)}</time>
        </p>
        <nav aria-label="Sections"><ul>${links(report)}</ul></nav>
      </header>
      <main>
        ${headlineSection(report)} ${learningSection(report)} ${classSection(report)} ${clipSections(report)}
        ${setupSection(report)}
      </main>
    </body>
  </html>`);
}

function links({ right, worst, predictions }: RunReport): Markup {
  const sections: [id: string, title: string][] = [
    ["learning", "Learning"],
    ["classes", "Class by class"],
    ...(right?.length ? ([["right", "Most right"]] as [string, string][]) : []),
    ...(worst.length > 0 ? ([["worst", "Most wrong"]] as [string, string][]) : []),
    ...(predictions?.length ? ([["predictions", "Unseen files"]] as [string, string][]) : []),
    ["setup", "How it was made"],
  ];
  return sections.flatMap(([id, title]) => html`<li><a href=${`#${id}`}>${title}</a></li>`);
}

function clipSections({ right = [], worst, predictions = [] }: RunReport): Markup {
  const frames = "Frames from first to last, left to right.";
  const seen = [...right, ...worst].some(({ attention }) => attention);
  const both = seen
    ? `${frames} Below them what the model saw: what counted for its answer glows (attention rollout).`
    : frames;
  return [
    section("right", "Most right", `The validation clips that it named rightly and was surest of. ${both}`, right),
    section("worst", "Most wrong", `The validation clips where it gave the true class the least. ${both}`, worst),
    section("predictions", "Unseen files", `What it says of files it was not trained on. ${frames}`, predictions),
  ].flat();
}

function section(id: string, title: string, introduction: string, clips: readonly JudgedClip[]): Markup {
  return clips.length > 0 ? clipSection(id, title, introduction, clips) : [];
}

function checkSizes({ data, evaluation: { confusion, perClass } }: RunReport): void {
  const classes = data.classes.length;
  const widths = confusion.map((row) => row.length);
  if (widths.length !== classes || widths.some((width) => width !== classes))
    throw new RangeError(
      `renderReport: expected evaluation.confusion [${classes}, ${classes}], got ${widths.length} rows of ${[...new Set(widths)].join(" or ")}; give a row and a column to each of data.classes`,
    );
  if (perClass.length !== classes)
    throw new RangeError(
      `renderReport: expected evaluation.perClass [${classes}], got [${perClass.length}]; give an entry to each of data.classes`,
    );
}
