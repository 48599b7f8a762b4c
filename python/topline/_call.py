"""From keyword arguments to the words of a command, and back."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _topline
from ._errors import ToplineWarning, raise_refused
from ._progress import Progress, told
from ._toml import setting

if TYPE_CHECKING:
    from ._scenario import Scenario

#: Settings by path, as `--set` takes them.
Settings = Mapping[str, Any]
#: Files in hand: path and text.
Texts = list[tuple[str, str]]


def options(given: Mapping[str, Any]) -> list[str]:
    """Options of a command; `None` and `False` are left out, a list is given item by item.

    >>> options({"replicates": 20, "panel": True, "worlds": None, "set": {"run.quarters": 4}, "target": ["works>=3"]})
    ['--replicates', '20', '--panel', '--set', 'run.quarters=4', '--target', 'works>=3']
    """
    words: list[str] = []
    for name, value in given.items():
        option = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            words.append(option)
        elif isinstance(value, Mapping):
            words += [word for path, inner in value.items() for word in (option, f"{path}={setting(inner)}")]
        elif isinstance(value, (list, tuple)):
            words += [word for inner in value for word in (option, setting(inner))]
        else:
            words += [option, str(value) if isinstance(value, Path) else setting(value)]
    return words


def files(given: Sequence[Scenario | str | Path]) -> tuple[list[str], Texts]:
    """Words that name scenarios, and the files that are in hand."""
    from ._scenario import Scenario

    words: list[str] = []
    texts: dict[str, str] = {}
    for scenario in given:
        if isinstance(scenario, Scenario):
            words.append(scenario.given)
            texts.update(scenario.texts)
        else:
            words.append(str(scenario))
    return words, list(texts.items())


def command(words: Sequence[str], texts: Texts, progress: Progress = False) -> tuple[str, _topline._Refusal | None]:
    """Runs a command; tells what it printed, and how it ended where it ended early. Warnings are Python's."""
    with told(progress) as tell:
        try:
            (text, notes), refusal = _topline.command(list(words), texts, tell)
        except _topline.Refused as refused:
            raise_refused(refused)
    for note in notes:
        if note.startswith("warning: "):
            warnings.warn(note.removeprefix("warning: "), ToplineWarning, stacklevel=4)
    return text, refusal
