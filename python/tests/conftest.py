"""What tests share: a small economy, and the program with which everything is compared."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

#: Settings under which a run takes a few milliseconds.
SMALL = {"quarters": 6, "scale": 0.1}
#: The same as words of the command line.
SMALL_WORDS = ["--quarters", "6", "--scale", "0.1"]
#: The program; the same build as the package's.
PROGRAM = Path(os.environ.get("TOPLINE", Path(__file__).parents[2] / "target/release/topline")).absolute()


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths of a test lead to its own folder, in which there is nothing."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def topline() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program with the words given."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)

    return run


def same_bytes(one: Path, other: Path) -> list[str]:
    """Names of the files of two folders that differ; the manifest, which has times, aside."""
    names = sorted({path.name for folder in (one, other) for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")})
    assert len(names) > 2, names
    there = [name for name in names if (one / name).is_file() and (other / name).is_file()]
    assert there == names, set(names) - set(there)
    return [name for name in names if name != "manifest.json" and (one / name).read_bytes() != (other / name).read_bytes()]
