import { type FileHandle, open, readdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { encodeEvent, type SummaryValue } from "./encode-event.ts";
import { frameRecord } from "./frame-record.ts";

/** A file that TensorBoard reads while it grows. */
export interface EventFile {
  /** Put values of a step in the queue: nobody waits for the disk. */
  write(step: number, values: readonly SummaryValue[]): void;
  /** Say that what earlier files of the run hold from this step on counts no more. */
  restart(step: number): void;
  /** Wait until everything is on disk. @throws the error of the first write that failed */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const pattern = /^events\.out\.tfevents\.(\d+)\./;

/**
 * Begin a new event file in a run's directory; those of earlier sessions stay.
 *
 * Its name sorts behind theirs, as TensorBoard reads them in order of their names, and its times never go back, whatever the clock does.
 */
export async function openEventFile(directory: string): Promise<EventFile> {
  const stamps = (await readdir(directory)).map((name) => Number(pattern.exec(name)?.[1] ?? 0));
  const now = Math.max(Math.floor(Date.now() / 1000), 1 + Math.max(0, ...stamps));
  const began = performance.now();
  const seconds = () => now + (performance.now() - began) / 1000;
  const name = `events.out.tfevents.${String(now).padStart(10, "0")}.${hostname()}.${process.pid}`;
  const queue = queueWrites(await open(join(directory, name), "wx"));
  queue.add(frameRecord(encodeEvent({ seconds: now, step: 0, version: "brain.Event:2" })));
  return {
    write: (step, values) => queue.add(frameRecord(encodeEvent({ seconds: seconds(), step, values }))),
    restart: (step) => queue.add(frameRecord(encodeEvent({ seconds: seconds(), step, restart: true }))),
    flush: queue.flush,
    close: queue.close,
  };
}

function queueWrites(file: FileHandle) {
  const waiting: Uint8Array[] = [];
  let writing: Promise<void> = Promise.resolve();
  const drain = async () => {
    const bytes = Buffer.concat(waiting.splice(0));
    for (let written = 0; written < bytes.length; )
      written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
  };
  return {
    add(bytes: Uint8Array) {
      if (waiting.push(bytes) > 1) return; // the first has asked already
      writing = writing.then(drain);
      writing.catch(() => undefined); // told by flush
    },
    flush: () => writing,
    async close() {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}
