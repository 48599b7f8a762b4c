"""The native part of the package."""

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

__all__ = ["CHIEF", "Refused", "__version__", "command", "copy", "pictures", "repeated", "scenario", "scenario_file", "simulate"]

__version__: str
CHIEF: list[str]

_Texts: TypeAlias = Sequence[tuple[str, str]]
_Problem: TypeAlias = tuple[str, str | None, int | None, int | None, str | None, str | None, str | None]
_Refusal: TypeAlias = tuple[int, str, list[_Problem]]

class Refused(Exception): ...

def command(
    words: Sequence[str], texts: _Texts, progress: Callable[[int, int], object] | None = None
) -> tuple[tuple[str, list[str]], _Refusal | None]: ...
def scenario_file(given: str) -> Path: ...
def scenario(path: str | PathLike[str], texts: _Texts) -> dict[str, Any]: ...
def simulate(
    path: str | PathLike[str], texts: _Texts, settings: Sequence[tuple[str, str]], replicates: int, seed: int, threads: int | None
) -> tuple[dict[str, list[float | None]], list[tuple[int, str]]]: ...
def pictures(folder: str | PathLike[str], outcome: str) -> tuple[str, str, list[tuple[str, str]]]: ...
def repeated(folder: str | PathLike[str]) -> str: ...
def copy(from_: str | PathLike[str], to: str | PathLike[str], force: bool) -> list[str]: ...
