import { type HeldMemory, soak } from "./soak.ts";

// pnpm soak : tensors alive at step 2 and step 1,002, compiled and eagerly, and resident memory over 5,000 steps after 2,000 of warm-up.
// Both steps are in the middle of an epoch, where the next one is under way already.
const say = (line: string) => void process.stdout.write(`${line}\n`);
const describe = ({ step, tensors, resident }: HeldMemory) =>
  `step ${step}: ${tensors} tensors, ${(resident / 1e6).toFixed(1)} MB resident`;
const warmUp = 2000;
let failed = false;

for (const runtime of ["native", "cpu"] as const) {
  say(`${runtime}:`);
  const steps = runtime === "native" ? warmUp + 5000 : 1100;
  const isWatched = (step: number) => step === 2 || step === 1002 || step % 500 === 0;
  const looks = await soak({ runtime, steps, isWatched, onLook: (held) => say(`  ${describe(held)}`) });
  const [early, late] = [2, 1002].map((at) => looks.find(({ step }) => step === at)!.tensors);
  judge(`  tensors alive at step 2 and step 1002: ${early} and ${late}`, early === late);
  if (runtime === "cpu") continue;
  const after = looks.filter(({ step }) => step >= warmUp).map(({ resident }) => resident);
  const growth = after.at(-1)! / after[0]! - 1;
  const most = Math.max(...after) / after[0]! - 1;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  judge(`  resident memory over 5000 steps: ${percent(growth)}, at most ${percent(most)}; bar 1 %`, growth <= 0.01);
}
process.exitCode = failed ? 1 : 0;

function judge(figure: string, isMet: boolean): void {
  say(`${figure}: ${isMet ? "met" : "MISSED"}`);
  failed ||= !isMet;
}
