import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contender } from "./contender.ts";
import { processContender } from "./process-contender.ts";
import { peersDirectory, peersPython } from "./python.ts";

/** Our own code in a process of its own. */
export function oursContender(workerArguments: readonly string[], worker = "worker.ts"): Promise<Contender> {
  return nodeContender(worker, workerArguments);
}

/** ONNX Runtime for the web on PyTorch's export. */
export function exportedContender(): Promise<Contender> {
  return nodeContender("exported-worker.ts");
}

/** A program beside this one, in this Node with its options. */
function nodeContender(program: string, programArguments: readonly string[] = []): Promise<Contender> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  return processContender(process.execPath, [...process.execArgv, file, ...programArguments]);
}

/** jemalloc, where Debian installs it; PyTorch's performance guide advises it. */
const jemalloc = "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2";

/** A Python program of `peers`, with as many threads as cores and memory kept between runs. */
export function pythonContender([script, ...rest]: readonly [string, ...string[]]): Promise<Contender> {
  const threads = String(availableParallelism());
  const allocator: Record<string, string> = existsSync(jemalloc)
    ? {
        LD_PRELOAD: jemalloc,
        MALLOC_CONF:
          "oversize_threshold:1,background_thread:true,metadata_thp:auto,dirty_decay_ms:9000000000,muzzy_decay_ms:9000000000",
      }
    : { MALLOC_TRIM_THRESHOLD_: String(2 ** 40), MALLOC_MMAP_MAX_: "0" };
  return processContender(peersPython(), [join(peersDirectory, script), ...rest, "--threads", threads], {
    ...allocator,
    OMP_NUM_THREADS: threads,
    PYTHONWARNINGS: "ignore",
    HF_HUB_OFFLINE: "1",
  });
}
