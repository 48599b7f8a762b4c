"""Optuna: levers of a scenario as the search space of a study.

Needs ``optuna`` (``pip install "topline-sim[optuna]"``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._scenario import Scenario
from ._span import Span, directions, known, mean, spans

if TYPE_CHECKING:
    from optuna import Trial


class Objective:
    """The objective of a study: suggests values of the levers, and tells the means of the outcomes over the replicates.

    Every trial has the same seed and replicates, so that two differ by their levers alone (common random numbers). The best of
    many trials looks better than it is: compare it with `topline.compare` and another seed.
    """

    def __init__(self, base: Scenario, levers: Sequence[Span], outcomes: Sequence[str], replicates: int, seed: int, threads: int | None) -> None:
        self.base = base
        self.levers = list(levers)
        self.outcomes = list(outcomes)
        self.how: dict[str, Any] = dict(replicates=replicates, seed=seed, threads=threads)

    @property
    def directions(self) -> list[str]:
        """``maximize`` or ``minimize`` for each outcome, for ``optuna.create_study``."""
        return ["maximize" if directions()[outcome] == "higher" else "minimize" for outcome in self.outcomes]

    def __call__(self, trial: Trial) -> float | list[float]:
        found = self.base.simulate({span.path: _suggested(trial, span) for span in self.levers}, **self.how)
        means = [mean(found[outcome]) for outcome in self.outcomes]
        return means[0] if len(means) == 1 else means


def objective(
    base: Scenario | str | Path,
    levers: Mapping[str, Any],
    outcomes: str | Sequence[str],
    *,
    replicates: int = 10,
    seed: int = 1,
    threads: int | None = None,
) -> Objective:
    """The objective of levers, given as in `topline.Sweep`: a pair ``(low, high)``, ``"prior"``, or a list of values.

    An outcome whose direction is neither better nor worse is refused.

    >>> import topline as tl
    >>> o = tl.optuna.objective("music_tax_credit", {"policy.tax_credit.rate": (0.0, 0.4)}, ["export_revenue", "public_cost"])
    >>> o.directions
    ['maximize', 'minimize']
    """
    named = known([outcomes] if isinstance(outcomes, str) else list(outcomes))
    for outcome in named:
        if directions()[outcome] == "neither":
            raise ValueError(f"no direction of `{outcome}` is better; allowed: outcomes that are better higher or lower")
    return Objective(Scenario.load(base), spans(levers), named, replicates, seed, threads)


def _suggested(trial: Trial, span: Span) -> Any:
    if span.values:
        return trial.suggest_categorical(span.path, span.values)
    assert span.low is not None and span.high is not None
    return trial.suggest_float(span.path, span.low, span.high)
