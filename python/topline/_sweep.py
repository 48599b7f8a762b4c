"""Designs: what a sweep varies, written in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import _topline
from ._call import Settings, Texts, files
from ._errors import raise_refused
from ._scenario import Scenario
from ._toml import key, literal

#: The shipped table of plausible worlds.
WORLDS = "scenarios/worlds.csv"


class Sweep:
    """What a sweep varies: levers of policy and uncertainties of the world.

    Each key is a parameter by its path, or a name of one's own for ``{"paths": [...], ...}`` that move together. Its value says
    how it varies: a list of values; a pair ``(low, high)``, or ``{"low": .., "high": .., "steps": ..}``; ``"prior"`` for its
    prior range; ``{"times": [...]}`` for factors of the base scenario's own value.

    ``design`` is the method (``"factorial"``: all combinations), or a dictionary of the method with its keys, such as
    ``{"method": "sobol", "points": 64}``; or ``{"levers": {...}, "uncertainties": {...}}`` for two that are crossed.
    ``worlds`` is a number of plausible worlds in which every point is run (80 are shipped, ``"all"`` takes them; a column ``world`` names them), or the path
    of a table of them, as ``topline calibrate`` writes it. ``outcomes`` are those that are kept; without it all are.

    ``"factorial"`` takes lists alone. A pair or ``"prior"`` needs a design that fills ranges: ``{"method": "latin_hypercube",
    "points": 64}``, ``"sobol"``, ``"saltelli"`` or ``"morris"``. A point without policy is a lever's value of 0: a budget of 0 is the
    base scenario without the instrument. ``set`` changes all points alike; ``"run.scale"`` is the size of the economy, budgets with it.
    `topline.sweep` runs it. All keys: docs/sweeps.md.

    >>> import topline as tl
    >>> print(tl.Sweep("credit", base="music_tax_credit", levers={"policy.tax_credit.rate": [0.1, 0.3]}, worlds=20).toml)
    title = "credit"
    why = "How policy.tax_credit.rate moves music_tax_credit."
    base = ["music_tax_credit"]
    worlds = { file = "scenarios/worlds.csv", first = 20 }
    <BLANKLINE>
    [design]
    method = "factorial"
    <BLANKLINE>
    [levers]
    "policy.tax_credit.rate" = [0.1, 0.3]
    <BLANKLINE>
    """

    def __init__(
        self,
        name: str,
        *,
        base: Scenario | str | Path | Sequence[Scenario | str | Path] = "baseline",
        levers: Mapping[str, Any] | None = None,
        uncertainties: Mapping[str, Any] | None = None,
        design: str | Mapping[str, Any] = "factorial",
        worlds: int | str | Path | None = None,
        set: Settings | None = None,
        replicates: int | None = None,
        seed: int | None = None,
        outcomes: str | Sequence[str] | None = None,
        title: str | None = None,
        why: str | None = None,
    ) -> None:
        if not name or any(sign in name for sign in "/\\"):
            raise ValueError(f"{name!r} names no sweep; allowed: a name of a file without its ending")
        self.name = name
        bases = [base] if isinstance(base, (str, Path, Scenario)) else list(base)
        given, self._bases = files(bases)
        varied = [*(levers or {}), *(uncertainties or {})]
        head: dict[str, Any] = {
            "title": title or name,
            "why": why
            or f"How {', '.join(varied[:4])}{' and others' if len(varied) > 4 else ''} moves {', '.join(Path(g).stem for g in given[:4])}.",
            "base": given,
            "worlds": _worlds(worlds),
            "set": dict(set) if set else None,
            "replicates": replicates,
            "seed": seed,
            "outcomes": [outcomes] if isinstance(outcomes, str) else list(outcomes) if outcomes else None,
        }
        lines = [f"{key} = {literal(value)}" for key, value in head.items() if value is not None]
        how = {"method": design} if isinstance(design, str) else design
        lines += _table("design", how)
        for part, axes in (("levers", levers), ("uncertainties", uncertainties)):
            if axes:
                lines += _table(part, {name: _axis(span) for name, span in axes.items()})
        self._toml = "\n".join(lines) + "\n"
        self.given = f"{name}.toml"
        self._check()

    def _check(self) -> None:
        try:
            (self._outline, _), refusal = _topline.command(["check", self.given], self.texts)
            if refusal:
                raise _topline.Refused(*refusal)
        except _topline.Refused as refused:
            raise_refused(refused)

    @property
    def toml(self) -> str:
        """The text of its file."""
        return self._toml

    @property
    def texts(self) -> Texts:
        """Files in hand that it is made of."""
        return [(self.given, self._toml), *self._bases]

    def save(self, folder: str | Path = ".") -> Path:
        """Writes its file, and those of base scenarios that were made in Python."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, text in self.texts:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return Path(folder) / self.given

    def __str__(self) -> str:
        return self._outline

    def __repr__(self) -> str:
        return f"<topline.Sweep {self.name}: {self._outline.splitlines()[0]}>"


def _table(name: str, keys: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *(f"{key(path)} = {literal(value)}" for path, value in keys.items())]


def _worlds(given: Any) -> Any:
    """So many of the shipped worlds, or a table."""
    if given is None:
        return None
    if isinstance(given, (str, Path)) and str(given):
        return WORLDS if given == "all" else str(given)
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return {"file": WORLDS, "first": given}
    raise ValueError(f"worlds={given!r}; allowed: a whole number from 1 on, 'all', the path of a table of worlds, or None for the base's own world")


def _axis(span: Any) -> Any:
    """A pair is a range; an array is a list."""
    span = span.tolist() if hasattr(span, "tolist") else span
    if isinstance(span, tuple) and len(span) == 2:
        return {"low": span[0], "high": span[1]}
    return span
