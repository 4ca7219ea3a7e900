"""`make chaos`: random schedules, then each scenario with each single fault."""

import sys
import time

from tests.chaos.run import run_seed

started = time.perf_counter()
seeds = range(int(sys.argv[1]), int(sys.argv[2]))
kinds = {}
calls = faults = 0
for seed in seeds:
    result = run_seed(seed, reads=len(sys.argv) > 3)
    calls += result.calls; faults += result.faults
    for v in result.violations:
        old = kinds.setdefault(v.promise, [0, None])
        old[0] += 1
        if old[1] is None or old[1][0].events > result.events: old[1] = (result, v)
    if len(sys.argv) > 3: print(result.story); print(result.violations)
for kind, (n, (r, v)) in sorted(kinds.items()): print(n, kind, r.name, r.events, v.what[:200])
print(len(seeds), calls, faults, time.perf_counter() - started)
