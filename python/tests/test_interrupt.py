"""Ctrl-C, failed runs, killed kernels."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import topline as tl

from conftest import SMALL, SMALL_WORDS, same_bytes


def interrupt_after(seconds: float) -> list[float]:
    """Sends Ctrl-C to this process; the list has the time at which it was sent."""
    sent: list[float] = []

    def send() -> None:
        time.sleep(seconds)
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=send, daemon=True).start()
    return sent


@pytest.mark.parametrize(
    "work",
    [
        lambda: tl.compare("baseline", "golden", replicates=100_000, out="out", worlds=0),
        lambda: tl.Scenario.load("baseline").simulate(replicates=100_000),
        lambda: tl.sweep(tl.Sweep("s", levers={"policy.tax_credit.rate": [0.1, 0.2]}), replicates=100_000, out="out"),
    ],
)
def test_ctrl_c_ends_within_a_fifth_of_a_second(work) -> None:
    sent = interrupt_after(0.7)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert time.monotonic() - sent[0] < 0.2


def test_a_sweep_goes_on_where_ctrl_c_ended_it() -> None:
    design = tl.Sweep("s", base="music_tax_credit", levers={"policy.tax_credit.rate": [0.1, 0.2, 0.3]})
    interrupt_after(0.6)
    with pytest.raises(KeyboardInterrupt):
        tl.sweep(design, replicates=3000, out="broken", **SMALL)
    time.sleep(0.3)
    held = sum(path.stat().st_size for path in Path("broken").rglob("*") if path.is_file())
    assert held > 10_000, "runs are on the disk"
    whole = tl.sweep(design, replicates=3000, out="broken", resume=True, **SMALL)
    tl.sweep(design, replicates=3000, out="whole", **SMALL)
    assert (whole.folder / "runs.csv").read_bytes() == Path("whole/runs.csv").read_bytes()


def test_a_sweep_goes_on_after_its_kernel_was_killed() -> None:
    code = """
import topline as tl
design = tl.Sweep("s", base="music_tax_credit", levers={"policy.tax_credit.rate": [0.1, 0.2, 0.3]})
tl.sweep(design, replicates=3000, out="broken", quarters=6, scale=0.1, progress=lambda done, runs: print(done, flush=True))
"""
    kernel = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert kernel.stdout is not None
    while int(kernel.stdout.readline()) < 200:
        pass
    kernel.kill()
    kernel.wait()
    design = tl.Sweep("s", base="music_tax_credit", levers={"policy.tax_credit.rate": [0.1, 0.2, 0.3]})
    seen: list[int] = []
    whole = tl.sweep(design, replicates=3000, out="broken", resume=True, progress=lambda done, runs: seen.append(done), **SMALL)
    assert seen[0] >= 100, "runs of the killed kernel are not made again"
    assert len(whole.runs) == 9000


def test_a_progress_that_raises_ends_the_work() -> None:
    def progress(done: int, runs: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        tl.run("baseline", replicates=100_000, progress=progress)


def test_progress_is_told_to_the_last_run() -> None:
    seen: list[tuple[int, int]] = []
    tl.run("baseline", replicates=50, progress=lambda done, runs: seen.append((done, runs)), **SMALL)
    assert seen[-1] == (50, 50)


def test_a_failed_run_raises_with_the_results_of_the_others(topline) -> None:
    """At its second point what is heard outgrows all numbers."""
    varied = {"fan_concavity": [0.8, 1, 0.7], "cumulative_advantage": [0.1, 0.16, 0.1]}
    design = tl.Sweep("broken", uncertainties=varied, design="list")
    with pytest.raises(tl.RunError, match="2 of 6 runs failed; their parameters and reasons are in the table failures") as caught:
        tl.sweep(design, replicates=2, out="python", **SMALL)
    found = caught.value.result
    assert found is not None
    design.save()
    assert topline("sweep", "broken.toml", "-r", "2", *SMALL_WORDS, "--out", "command").returncode == 1
    assert same_bytes(found.folder, Path("command")) == []
    assert [(row["point"], row["replicate"]) for row in found.tables["failures"].rows()] == [(1, 0), (1, 1)]
    assert [row["status"] for row in found.tables["runs"].rows()].count("ok") == 4


def test_several_threads_of_python_call_at_a_time() -> None:
    found: dict[str, float | None] = {}

    def work(name: str) -> None:
        found[name] = tl.compare("baseline", name, replicates=4, worlds=0, report=False, **SMALL)[name, "public_cost"].mean

    threads = [threading.Thread(target=work, args=(name,)) for name in ("golden", "startup_grants")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert found["golden"] == 0.0 and (found["startup_grants"] or 0) > 0
