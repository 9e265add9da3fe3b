declare module "asciichart" {
  /** Draw a curve as lines of text, joined by line breaks; ends included, `height` + 1 lines. */
  export function plot(
    series: readonly number[],
    settings?: { readonly height?: number; readonly format?: (value: number) => string },
  ): string;
}
