"""Scenarios: files, shipped ones by name, and those made in Python."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import _topline
from ._call import Settings, Texts
from ._errors import RunError, ToplineError, raise_refused
from ._toml import dotted, literal, setting

#: Settings that a sentence lists.
LISTED = 6


class Scenario:
    """A scenario that differs from another one by what is set.

    ``set`` has parameters by path, as scenario files and ``--set`` write them (`topline.parameters` lists them); one number for
    a parameter with cells goes to all of them. A row of an instrument switches the instrument on. The scenario is checked when
    it is made; what is wrong raises `ScenarioError`.

    >>> import topline as tl
    >>> mine = tl.Scenario("mine", extends="baseline", set={"policy.production_grant.budget": 8000})
    >>> print(mine.toml)
    title = "mine"
    why = "baseline with policy.production_grant.budget = 8000."
    extends = "baseline"
    policy.production_grant.budget = 8000
    <BLANKLINE>
    """

    def __init__(
        self, name: str, *, extends: Scenario | str | Path = "baseline", set: Settings | None = None, title: str | None = None, why: str | None = None
    ) -> None:
        if not name or any(sign in name for sign in "/\\"):
            raise ValueError(f"{name!r} names no scenario; allowed: a name of a file without its ending")
        base = extends if isinstance(extends, Scenario) else Scenario.load(extends)
        settings = dict(set or {})
        lines = {"title": title or name, "why": why or _why(base.name, settings), "extends": base.given}
        head = [f"{key} = {literal(value)}" for key, value in lines.items()]
        body = [f"{dotted(cell)} = {literal(value)}" for path, value in settings.items() for cell in _cells(path)]
        self._given = f"{name}.toml"
        self._toml: str | None = "\n".join(head + body) + "\n"
        self._bases: tuple[tuple[str, str], ...] = tuple(base.texts)
        self._read()

    @classmethod
    def load(cls, given: Scenario | str | Path) -> Scenario:
        """A scenario file: a path, or a name in the folder ``scenarios`` or among the shipped ones (`topline.scenarios`).

        The file is read again by everything that runs it.

        >>> import topline as tl
        >>> tl.Scenario.load("baseline").quarters
        40
        """
        if isinstance(given, Scenario):
            return given
        scenario = cls.__new__(cls)
        scenario._given, scenario._toml, scenario._bases = str(given), None, ()
        scenario._read()
        return scenario

    def _read(self) -> None:
        try:
            path = Path(self._given) if self._toml is not None else _topline.scenario_file(self._given)
            self._found = _topline.scenario(path, self.texts)
        except _topline.Refused as refused:
            raise_refused(refused)
        self._path = path

    @property
    def name(self) -> str:
        """Name, as in the tables."""
        return str(self._found["name"])

    @property
    def title(self) -> str:
        """Title."""
        return str(self._found["title"])

    @property
    def why(self) -> str:
        """Why it is asked."""
        return str(self._found["why"])

    @property
    def hash(self) -> str:
        """Hash of all that its runs depend on besides seed and replicate."""
        return str(self._found["hash"])

    @property
    def quarters(self) -> int:
        """Quarters of a run."""
        return int(self._found["quarters"])

    @property
    def start(self) -> str:
        """First quarter, such as ``2026Q1``."""
        return str(self._found["start"])

    @property
    def values(self) -> dict[str, Any]:
        """Everything that it resolves to, as in ``manifest.json``."""
        found: dict[str, Any] = json.loads(self._found["values"])
        return found

    @property
    def given(self) -> str:
        """How a command line names it: the name or path it was loaded by, or the file that `save` writes."""
        return self._given

    @property
    def toml(self) -> str | None:
        """The text of its file; `None` for one that was loaded from a file."""
        return self._toml

    @property
    def texts(self) -> Texts:
        """Files in hand that it is made of: its own, and those that it extends."""
        return [] if self._toml is None else [(self._given, self._toml), *self._bases]

    def save(self, folder: str | Path = ".") -> Path:
        """Writes its file and those that it extends, where they were made in Python, and tells where its own is.

        With the files in the folder in which Python runs, the command lines of results work as they stand.
        """
        if self._toml is None:
            raise ValueError(f"`{self.name}` is a file already: {self._path}")
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, text in self.texts:
            (Path(folder) / name).write_text(_seen_from(Path(folder), text), encoding="utf-8")
        return Path(folder) / self._given

    def simulate(
        self, set: Settings | None = None, *, replicates: int = 10, seed: int = 1, threads: int | None = None
    ) -> dict[str, list[float | None]]:
        """Values of all outcomes by replicate, in memory: for optimisers and samplers that ask many times.

        Replicate n has the luck of replicate n of every command with the seed, whatever is set, so that candidates are compared
        with common random numbers. `None` stands where an outcome does not exist. A run that fails raises `RunError`.

        >>> import topline as tl
        >>> short = tl.Scenario("short", set={"run.quarters": 4, "run.scale": 0.1})
        >>> len(short.simulate({"start_probability": 0.6}, replicates=3)["export_revenue"])
        3
        """
        settings = [(path, setting(value)) for path, value in (set or {}).items()]
        try:
            values, failures = _topline.simulate(self._path, self.texts, settings, replicates, seed, threads)
        except _topline.Refused as refused:
            raise_refused(refused)
        if failures:
            replicate, reason = failures[0]
            raise RunError(f"{len(failures)} of {replicates} runs failed; the first is replicate {replicate} of `{self.name}`: {reason}")
        return values

    def __repr__(self) -> str:
        return f"<topline.Scenario {self.name}: {self.title}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and (self.name, self.hash) == (other.name, other.hash)

    def __hash__(self) -> int:
        return hash((self.name, self.hash))


def _why(base: str, settings: dict[str, Any]) -> str:
    listed = [f"{path} = {setting(value)}" for path, value in list(settings.items())[:LISTED]]
    more = [f"{len(settings) - LISTED} more"] if len(settings) > LISTED else []
    return f"{base} with {', '.join(listed + more)}." if listed else f"{base} as it is."


@lru_cache(maxsize=1)
def _names() -> Sequence[str]:
    (text, _), refusal = _topline.command(["list", "parameters", "--json"], [])
    if refusal:
        raise ToplineError(refusal[1])
    return [row["name"] for row in json.loads(text)]


def _cells(path: str) -> list[str]:
    """The keys that a setting writes: a parameter, or all cells of one that has cells."""
    cells = [] if path in _names() else [name for name in _names() if name.startswith(path + ".")]
    return cells or [path]


def _seen_from(folder: Path, text: str) -> str:
    """A text whose file extends another one by a path from where Python runs, for another folder."""
    head, found, rest = text.partition("\nextends = ")
    given, line, body = rest.partition("\n")
    name = json.loads(given) if found else ""
    if not name.endswith(".toml") or not Path(name).is_file() or Path(name).is_absolute():
        return text
    return head + found + literal(os.path.relpath(name, folder)) + line + body
