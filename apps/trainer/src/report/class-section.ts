import { confusionPicture } from "./confusion-picture.ts";
import { confusionTable, confusionTableLimit } from "./confusion-table.ts";
import { type Confusion, countConfusions } from "./count-confusions.ts";
import { type Column, dataTable } from "./data-table.ts";
import { count, counted, percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import type { ClassResult, RunReport } from "./run-report.ts";

const shown = 25; // classes in the open table

/** What the section is made of. */
type ClassParts = { readonly data: Pick<RunReport["data"], "classes">; readonly evaluation: RunReport["evaluation"] };

/** Where it is right and wrong: the confusion matrix, the most frequent mistakes, and each class. */
export function classSection({ data, evaluation }: ClassParts): Markup {
  const { confusion, perClass } = evaluation;
  const mistakes = countConfusions(confusion);
  const many = perClass.length > confusionTableLimit;
  const ranked = [...perClass.keys()].sort((one, other) => perClass[one]!.recall - perClass[other]!.recall);
  const columns = classColumns(perClass, data.classes, mistakes, many);
  return html`<section id="classes">
    <h2>Class by class</h2>
    <p>
      Blue is right, orange is wrong; the stronger, the larger the share of the true class.
      ${many ? " Classes are numbered as in the table by class, from 0." : ""}
    </p>
    <div class="side-by-side">
      ${many ? confusionPicture(confusion) : confusionTable(data.classes, confusion)}
    ${mistakeTable(mistakes, data.classes)}
    </div>
    ${dataTable("Each class, the hardest first", columns, ranked.slice(0, shown))}
    ${
      ranked.length > shown &&
      html`<details>
        <summary>The other ${counted(ranked.length - shown, "class", "classes")}</summary>
        ${dataTable("The other classes, the hardest first", columns, ranked.slice(shown))}
      </details>`
    }
  </section>`;
}

function mistakeTable(mistakes: readonly Confusion[], classes: readonly string[]): Markup {
  if (mistakes.length === 0) return html`<p>It made no mistake.</p>`;
  const columns: Column<Confusion>[] = [
    { label: "True class", cell: ({ truth }) => classes[truth] },
    { label: "Taken for", cell: ({ predicted }) => classes[predicted] },
    { label: "Clips", cell: ({ clips }) => count(clips), numeric: true },
  ];
  const most = mistakes.slice(0, 10);
  return dataTable(mistakes.length > most.length ? "The most frequent mistakes" : "All mistakes", columns, most);
}

function classColumns(
  perClass: readonly ClassResult[],
  classes: readonly string[],
  mistakes: readonly Confusion[],
  numbered: boolean,
): Column<number>[] {
  const takenFor = (index: number) => {
    const most = mistakes.find(({ truth }) => truth === index);
    return most ? `${classes[most.predicted]} (${count(most.clips)})` : "";
  };
  return [
    { label: "Class", cell: (index) => perClass[index]!.name },
    ...(numbered ? [{ label: "Number", cell: (index: number) => index, numeric: true }] : []),
    { label: "Clips", cell: (index) => count(perClass[index]!.clips), numeric: true },
    { label: "Recall", cell: (index) => bar(perClass[index]!.recall), numeric: true },
    { label: "Precision", cell: (index) => bar(perClass[index]!.precision), numeric: true },
    { label: "Most often taken for", cell: takenFor },
  ];
}

/** A share as a number with a bar behind it. */
function bar(share: number): Markup {
  const width = Number.isFinite(share) ? share : 0;
  return html`<span class="bar" style=${`--share:${width.toFixed(3)}`}>${percent(share)}</span>`;
}
