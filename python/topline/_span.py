"""What a lever or an uncertainty may be, for programs that choose its values themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True)
class Span:
    """A parameter and its range, or its list of values."""

    path: str
    low: float | None = None
    high: float | None = None
    values: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        """The path as a name of Python."""
        return self.path.replace(".", "_").replace("[", "_").replace("]", "")


def spans(given: Mapping[str, Any] | None) -> list[Span]:
    """The spans of a dictionary by path: a pair, ``{"low": .., "high": ..}``, ``"prior"``, or a list of values.

    A range has any number between its ends; what is counted is given as a list.

    >>> spans({"policy.tax_credit.rate": (0.1, 0.3), "policy.tax_credit.refundable": [False, True]})[1].values
    (False, True)
    """
    return [_span(path, value) for path, value in (given or {}).items()]


def _span(path: str, value: Any) -> Span:
    if isinstance(value, str) and value == "prior":
        row = registry().get(path)
        if row is None or row["low"] is None or row["high"] is None:
            raise ValueError(f"`{path}` has no prior range; allowed: a pair (low, high), or a list of values")
        return Span(path, float(row["low"]), float(row["high"]))
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list):
        return Span(path, values=tuple(value))
    if isinstance(value, Mapping) and set(value) == {"low", "high"}:
        value = (value["low"], value["high"])
    if isinstance(value, tuple) and len(value) == 2:
        low, high = value
        return Span(path, float(low), float(high))
    raise ValueError(f"`{path}` cannot vary over {value!r}; allowed: (low, high), {{'low': .., 'high': ..}}, 'prior', or a list of values")


@lru_cache(maxsize=1)
def registry() -> dict[str, dict[str, Any]]:
    """All parameters by name."""
    from ._commands import parameters

    return {row["name"]: row for row in parameters().rows()}


@lru_cache(maxsize=1)
def directions() -> dict[str, str]:
    """The better direction of each outcome: ``higher``, ``lower`` or ``neither``."""
    from ._commands import outcomes

    return {row["name"]: row["better"] for row in outcomes().rows()}


def known(outcomes: list[str]) -> list[str]:
    """Outcomes that exist."""
    for outcome in outcomes:
        if outcome not in directions():
            raise ValueError(f"`{outcome}` is no outcome; allowed: {', '.join(directions())}")
    return outcomes


def mean(values: list[float | None]) -> float:
    """The mean of values that exist; NaN where none does."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else float("nan")
