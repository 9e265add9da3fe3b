import files, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/** One call of the file system. */
export interface FileCall {
  readonly name: string;
  readonly path: string;
  /** The bytes of a write. */
  readonly bytes?: Uint8Array;
  /** The handle of an open file. */
  readonly handle?: FileHandle;
}

/** Does the call, or something else in its place. */
export type FileWatcher = (call: FileCall, run: () => Promise<unknown>) => Promise<unknown>;

const functions = ["open", "mkdir", "rename", "rm", "readdir", "stat", "readFile", "writeFile"] as const;
const methods = ["write", "sync", "close", "read", "stat"] as const;

/**
 * Put a watcher around every call of `node:fs/promises` and of the files that it opens, in this process.
 *
 * The real file system does the work; a watcher decides whether and when.
 *
 * @returns a function that ends it
 */
export function watchFiles(watcher: FileWatcher): () => void {
  const patched = files as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>;
  const real = new Map(functions.map((name) => [name, patched[name]!]));
  for (const [name, call] of real)
    patched[name] = async (...words) => {
      const path = String(words[0]);
      const result = await watcher({ name, path }, () => call(...words));
      return name === "open" ? watchHandle(result as FileHandle, path, watcher) : result;
    };
  syncBuiltinESMExports();
  return () => {
    for (const [name, call] of real) patched[name] = call;
    syncBuiltinESMExports();
  };
}

function watchHandle(handle: FileHandle, path: string, watcher: FileWatcher): FileHandle {
  const patched = handle as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>;
  for (const name of methods) {
    const call = patched[name]!.bind(handle);
    patched[name] = (...words) => {
      const bytes = name === "write" ? { bytes: words[0] as Uint8Array } : {};
      return watcher({ name, path, handle, ...bytes }, () => call(...words));
    };
  }
  return handle;
}
