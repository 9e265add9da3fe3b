"""Answer every line on standard input with one run of some work: "run" -> {"seconds": …, "peakBytes": …}."""

import json
import resource
import sys
import time


def serve(about, run):
    """Run once, say what is ready, then run whenever asked."""
    run()
    print(json.dumps({"ready": about}), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        run()
        seconds = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(json.dumps({"seconds": seconds, "peakBytes": peak}), flush=True)
