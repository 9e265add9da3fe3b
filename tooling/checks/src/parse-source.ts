import ts from "typescript";

const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a file; each text is parsed once, however many checks read it. */
export function parseSource(path: string, text: string): ts.SourceFile {
  const key = `${path}\0${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  parsed.set(key, file);
  return file;
}
