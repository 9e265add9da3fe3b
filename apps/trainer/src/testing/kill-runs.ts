import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type RandomKey, randomInteger, randomKey, splitKey, uniform } from "@vivit/nn";
import { buildSync } from "esbuild";
import { readBeginning } from "../run/beginning.ts";
import { readCheckpoint } from "../run/read-checkpoint.ts";
import { startCommand } from "./run-command.ts";
import { makeSmallPlace, type SmallPlace } from "./small-run.ts";

/** What became of runs that were killed over and over. */
export interface KilledRuns {
  readonly kills: number;
  /** How often each kind of death occurred: `inside rename`, `at some time`. */
  readonly deaths: ReadonlyMap<string, number>;
  /** Runs that reached their end. */
  readonly finished: number;
}

/** How runs are killed. */
export interface KillOptions {
  readonly kills: number;
  readonly epochs: number;
  readonly seed: number;
  /** The built command: it starts in a third of the time. */
  readonly built?: string;
  readonly onKill?: (kills: number, death: string, step: number) => void;
}

/** Starts the command. @param die when the process is to die, as `die-in-save.ts` takes it */
type Start = (words: readonly string[], die?: string) => ReturnType<typeof startCommand>;

/** Calls of the file system in a session until some saves are made. */
const callsOfSaves = 200;

/**
 * Kill training with SIGKILL before, inside and after calls of the file system and at random times, and go on, until it ends.
 *
 * @throws Error if the newest checkpoint cannot be read after a kill, a step is lost that was saved, or a run that was killed ends with
 * other bits than one that was not
 */
export async function killRuns({ kills, epochs, seed, built, onKill }: KillOptions): Promise<KilledRuns> {
  const place = await makeSmallPlace();
  const before = bundlePreload(place.root);
  const start: Start = (given, die) =>
    startCommand(given, { built, before: die ? before : undefined, environment: { VIVIT_DIE: die ?? "" } });
  const words = (name: string) => [
    ...place.trainWords(name),
    ...["--train.epochs", String(epochs), "--checkpoints.everySteps", "2"],
  ];
  const deaths = new Map<string, number>();
  let [killed, finished, key] = [0, 0, randomKey(seed)];
  const tell = (death: string, step: number) => {
    deaths.set(death, (deaths.get(death) ?? 0) + 1);
    killed++;
    onKill?.(killed, death, step);
  };
  try {
    await endWell(start, words("whole"));
    for (; killed < kills; finished++) {
      const [now, next] = splitKey(key) as [RandomKey, RandomKey];
      key = next;
      const name = `killed-${finished}`;
      await killUntilEnd(place, name, start, words(name), now, (death, step) => {
        tell(death, step);
        return killed < kills;
      });
      refuseDifference(place, name);
    }
    return { kills: killed, deaths, finished };
  } finally {
    place.remove();
  }
}

/** The module that ends a process, as JavaScript. */
function bundlePreload(folder: string): string {
  const outfile = join(folder, "die-in-save.mjs");
  const entry = fileURLToPath(new URL("./die-in-save.ts", import.meta.url));
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
  return pathToFileURL(outfile).href;
}

/** @param onDeath says whether to kill again */
async function killUntilEnd(
  place: SmallPlace,
  name: string,
  start: Start,
  begin: readonly string[],
  key: RandomKey,
  onDeath: (death: string, step: number) => boolean,
): Promise<void> {
  let saved: number | undefined;
  for (let turn = 0; ; turn++) {
    const words = await wordsToGoOn(place.run(name), begin);
    const death = await killOnce(start, words, place.run(name), splitKey(key, turn + 1)[turn]!);
    if (death === undefined) return; // it reached its end before
    const step = await savedStep(place.run(name));
    if (saved !== undefined && (step ?? -1) < saved) throw new Error(`step ${saved} was saved, ${step} is left`);
    saved = step;
    if (!onDeath(death, step ?? 0)) return endWell(start, await wordsToGoOn(place.run(name), begin));
  }
}

/** As its user would: `--resume`, unless so little was written that the run begins as if for the first time. */
async function wordsToGoOn(run: string, begin: readonly string[]): Promise<readonly string[]> {
  return (await readBeginning(run)) ? ["train", "--resume", run] : begin;
}

/** @returns how it died; undefined if it ended first */
async function killOnce(
  start: Start,
  words: readonly string[],
  run: string,
  key: RandomKey,
): Promise<string | undefined> {
  const [kind, pause] = uniform(key, 2) as unknown as [number, number];
  const moment = (["before", "inside", "after"] as const)[randomInteger(key, 0, 3)]!;
  const atCall = kind < 0.75;
  const die = atCall ? `${run},${randomInteger(splitKey(key)[0]!, 0, callsOfSaves)},${moment}` : undefined;
  const { process: child, result } = start(words, die);
  const timer = new AbortController();
  if (!atCall)
    wait(1000 + pause * 6000, undefined, { signal: timer.signal }).then(
      () => void child.kill("SIGKILL"),
      () => undefined,
    );
  const { code, stdout, stderr } = await result;
  timer.abort();
  if (code === 0) return undefined;
  if (code !== null) throw new Error(`expected to end well or be killed, got ${code}: ${stderr}`);
  return /^died (.*)$/m.exec(stdout)?.[1] ?? "at some time";
}

/** The step of the newest checkpoint, which must be whole. */
async function savedStep(run: string): Promise<number | undefined> {
  const checkpoint = await readCheckpoint(run);
  if (checkpoint && checkpoint.notices.length > 0) throw new Error(checkpoint.notices.join("; "));
  return checkpoint?.state.step;
}

async function endWell(start: Start, words: readonly string[]): Promise<void> {
  const { code, stderr } = await start(words).result;
  if (code !== 0) throw new Error(`expected ${words.join(" ")} to end well, got ${code}: ${stderr}`);
}

function refuseDifference(place: SmallPlace, name: string): void {
  if (place.weights(name) !== place.weights("whole")) throw new Error(`${name} ended with other weights`);
  if (!isDeepStrictEqual(place.losses(name), place.losses("whole"))) throw new Error(`${name} had other losses`);
}
