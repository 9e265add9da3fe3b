import { transfer } from "comlink";
import { useRef, useState } from "preact/hooks";
import type { Preview } from "../clip/decoded-video.ts";
import type { Role } from "../teach/examples.ts";
import type { App } from "./app-context.ts";

/** A class that is being taught. */
export interface ClassOfClips {
  readonly key: number;
  readonly name: string;
  readonly learn: readonly Preview[];
  readonly test: readonly Preview[];
}

const fresh = (key: number): ClassOfClips => ({ key, name: "", learn: [], test: [] });

/** The classes that are being taught, with what can be done to each. The clips themselves are in the worker. */
export function useClasses({ worker, attempt }: App) {
  const [list, setList] = useState<readonly ClassOfClips[]>([fresh(0), fresh(1)]);
  const nextKey = useRef(2);
  const change = (at: number, to: (before: ClassOfClips) => ClassOfClips) =>
    setList((all) => all.map((one, place) => (place === at ? to(one) : one)));
  const keep = (at: number, role: Role, preview: Preview) =>
    change(at, (one) => ({ ...one, [role]: [...one[role], preview] }));
  return {
    list,
    names: list.map(({ name }) => name.trim()),
    add: () => setList((all) => [...all, fresh(nextKey.current++)]),
    actions: (at: number) => ({
      rename: (name: string) => change(at, (one) => ({ ...one, name })),
      addFiles: (files: readonly File[], role: Role) =>
        attempt("Reading clips …", async (say) => {
          for (const [place, file] of files.entries()) {
            say(`Reading clip ${place + 1} of ${files.length}`);
            keep(at, role, await worker.addExample({ name: file.name, file }, at, role));
          }
        }),
      addPictures: (pictures: ImageBitmap[], role: Role) =>
        attempt("Keeping the recording …", async () =>
          keep(at, role, await worker.addExample(transfer({ name: "a recording", pictures }, pictures), at, role)),
        ),
      forget: () =>
        attempt("Forgetting the clips …", async () => {
          await worker.removeExamples(at, false);
          change(at, (one) => ({ ...one, learn: [], test: [] }));
        }),
      remove: () =>
        attempt("Removing the class …", async () => {
          await worker.removeExamples(at, true);
          setList((all) => all.filter((_, place) => place !== at));
        }),
    }),
  };
}
