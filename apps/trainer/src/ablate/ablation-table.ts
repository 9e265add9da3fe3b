/** A figure of the paper beside which ours stands: by column, such as `{ K400: 80.0 }`, in per cent. */
export type PaperFigures = Readonly<Record<string, number>>;

/** A setting of a recipe: its path and its value as typed on a command line. */
export type Setting = readonly [path: string, value: string];

/** One row of a table: a model or a way to train it. */
export interface AblationRow {
  /** Short and stable: names directories and results. */
  readonly name: string;
  readonly title: string;
  /** What differs from the table's common settings. */
  readonly settings: readonly Setting[];
  /** Begin with the image model that is first trained on stills. */
  readonly fromStills?: boolean;
  /** Figures of the paper, by the table's `paperColumns`. */
  readonly paper: PaperFigures;
}

/** What a table is expected to show: one row above another, outside the spread of their seeds. */
export interface AblationClaim {
  readonly better: string;
  readonly worse: string;
  readonly says: string;
}

/** A table or figure of the paper, made again in the small on `motions`. */
export interface AblationTable {
  readonly name: AblationName;
  readonly title: string;
  /** What varies, what stays, and how the paper's experiment differs, for the page. */
  readonly about: string;
  /** The clips; the same for all tables, `ablationData`, if left out. */
  readonly data?: AblationData;
  /** Common settings, over `commonSettings`. */
  readonly settings: readonly Setting[];
  /** Training clips of each class. */
  readonly clipsPerClass: number;
  /** Numbers of clips along time whose logits are averaged; accuracy is measured with each. */
  readonly views: readonly number[];
  readonly rows: readonly AblationRow[];
  readonly paperColumns: readonly string[];
  readonly claims: readonly AblationClaim[];
  /** Also print parameters, arithmetic and time of each row. */
  readonly costs?: boolean;
}

/** The clips of a table: what `vivit make motions` makes with these options. */
export interface AblationData {
  readonly train: number;
  readonly val: number;
  readonly size: number;
  readonly seed: number;
  readonly level: "easy" | "hard";
}

/** The tables that can be made again, in the order of the page. */
export const ablationNames = ["table1", "table2", "table3", "table4", "figure8"] as const;

/** A table that can be made again. */
export type AblationName = (typeof ablationNames)[number];
