"""Progress: a bar of tqdm, or a function of one's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: `True` for a bar, or a function that is told how many runs are done and how many there are.
Progress = bool | Callable[[int, int], object]


class Bar:
    """A bar of tqdm for each count of runs; a line on stderr now and then where tqdm is not installed."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._done = 0
        self._tenth = -1

    def __call__(self, done: int, runs: int) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            self._line(done, runs)
            return
        if self._bar is not None and (done < self._done or runs != self._bar.total):
            self.close()
        if self._bar is None:
            self._bar, self._done = tqdm(total=runs, unit="run"), 0
        if done > self._done:
            self._bar.update(done - self._done)
            self._done = done

    def _line(self, done: int, runs: int) -> None:
        tenth = 10 * done // max(runs, 1)
        if tenth != self._tenth:
            self._tenth = tenth
            print(f"{done} of {runs} runs", file=sys.stderr)

    def close(self) -> None:
        """Ends the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


@contextmanager
def told(progress: Progress) -> Iterator[Callable[[int, int], object] | None]:
    """The function to tell, whose bar is closed whatever happens."""
    if progress is not True:
        yield progress or None
        return
    bar = Bar()
    try:
        yield bar
    finally:
        bar.close()
