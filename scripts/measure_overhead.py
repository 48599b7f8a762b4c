"""How much longer a comparison takes from Python than by the command: paired, in turns, medians of ratios.

python scripts/measure_overhead.py PROGRAM [PAIRS] [REPLICATES]        needs an idle machine, and the package of the same build as PROGRAM
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import topline as tl

BASELINE, *OTHERS = ["baseline", "golden", "music_tax_credit", "package_balanced"]


def measured(work: Callable[[], object], who: int) -> tuple[float, float]:
    """Seconds of the clock and of the processors."""

    def processors() -> float:
        used = resource.getrusage(who)
        return used.ru_utime + used.ru_stime

    began, before = time.perf_counter(), processors()
    work()
    return time.perf_counter() - began, processors() - before


def main(program: str, pairs: int = 7, replicates: int = 200) -> None:
    """Measures and prints."""
    ratios = []
    for pair in range(pairs):
        with tempfile.TemporaryDirectory() as folder:
            words = [program, "compare", BASELINE, *OTHERS, "-r", str(replicates), "--worlds", "0", "--quiet", "--out", f"{folder}/command"]

            def command(words: list[str] = words) -> tuple[float, float]:
                return measured(lambda: subprocess.run(words, check=True), resource.RUSAGE_CHILDREN)

            def python(out: Path = Path(folder, "python")) -> tuple[float, float]:
                return measured(lambda: tl.compare(BASELINE, OTHERS, replicates=replicates, worlds=0, out=out), resource.RUSAGE_SELF)

            by_command, by_python = (command(), python()) if pair % 2 == 0 else (python(), command())[::-1]
            ratios.append((by_python[0] / by_command[0], by_python[1] / by_command[1]))
            print(
                f"command {by_command[0]:.2f} s ({by_command[1]:.2f} s of processors), Python {by_python[0]:.2f} s ({by_python[1]:.2f} s)", flush=True
            )
    clock, processors = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"median ratio of {pairs} pairs: {clock:.3f} by the clock, {processors:.3f} by the processors")


if __name__ == "__main__":
    main(sys.argv[1], *(int(number) for number in sys.argv[2:4]))
