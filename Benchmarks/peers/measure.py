"""Processor seconds of one call, and the line of JSON that a program here says about an engine."""

import gc
import json
import time

PASSES_MIN = 3
PASSES_MAX = 9
SECONDS = 4


def best(call):
    """What `call` returns, and the processor seconds of its quickest pass.

    The quickest, because other work on the machine only ever slows a pass down. Python's cycle
    collector is off meanwhile: it would charge the engines for lists of hits that have no cycles.
    """
    quickest, passes, began = float("inf"), 0, time.monotonic()
    gc.collect()
    gc.disable()
    while passes < PASSES_MIN or (passes < PASSES_MAX and time.monotonic() - began < SECONDS):
        start = time.process_time()
        result = call()
        quickest = min(quickest, time.process_time() - start)
        passes += 1
    gc.enable()
    return result, quickest


def built(build):
    """What `build` makes, and the milliseconds of processor time it takes."""
    start = time.process_time()
    result = build()
    return result, (time.process_time() - start) * 1e3


def say(**row):
    print(json.dumps(row, ensure_ascii=False), flush=True)
