"""EMA Workbench: a scenario as a model of levers, uncertainties and outcomes.

Needs ``ema_workbench`` 2.5 (``pip install "topline-sim[ema]"``); robust optimisation of 3.0 scores a whole batch of candidates as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ._scenario import Scenario
from ._span import Span, directions, known, mean, spans


class Experiment:
    """One experiment: values of levers and uncertainties in, means of outcomes over the replicates out.

    Every experiment has the same seed and replicates, so that two differ by their values alone (common random numbers).
    """

    def __init__(self, base: Scenario, paths: Mapping[str, str], outcomes: Sequence[str], replicates: int, seed: int, threads: int | None) -> None:
        self.base = base
        self.paths = dict(paths)
        self.outcomes = list(outcomes)
        self.how: dict[str, Any] = dict(replicates=replicates, seed=seed, threads=threads)

    def __call__(self, **values: Any) -> dict[str, float]:
        found = self.base.simulate({self.paths[name]: value for name, value in values.items()}, **self.how)
        return {outcome: mean(found[outcome]) for outcome in self.outcomes}


def model(
    base: Scenario | str | Path,
    levers: Mapping[str, Any] | None = None,
    uncertainties: Mapping[str, Any] | None = None,
    outcomes: Sequence[str] = ("export_revenue", "public_cost"),
    *,
    replicates: int = 10,
    seed: int = 1,
    threads: int | None = None,
    name: str = "topline",
) -> Any:
    """A ``Model`` of the workbench.

    Levers and uncertainties are given as in `topline.Sweep`: a pair ``(low, high)``, ``"prior"``, or a list of values. In the
    workbench a parameter has its path with ``_`` for ``.``. An outcome is the mean over ``replicates``; its kind is its better
    direction. With evaluators that use processes, ``threads=1`` leaves the cores to them.

    >>> import topline as tl
    >>> short = tl.Scenario("short", extends="music_tax_credit", set={"run.quarters": 4, "run.scale": 0.1})
    >>> m = tl.ema.model(short, {"policy.tax_credit.rate": (0.0, 0.4)}, {"start_probability": "prior"}, replicates=2)
    >>> [lever.name for lever in m.levers]
    ['policy_tax_credit_rate']
    """
    from ema_workbench import Model, ScalarOutcome

    chosen, uncertain = spans(levers), spans(uncertainties)
    paths = {span.name: span.path for span in chosen + uncertain}
    experiment = Experiment(Scenario.load(base), paths, known(list(outcomes)), replicates, seed, threads)
    found = Model(name, function=experiment)
    found.levers = [_parameter(span) for span in chosen]
    found.uncertainties = [_parameter(span) for span in uncertain]
    kinds = {"higher": ScalarOutcome.MAXIMIZE, "lower": ScalarOutcome.MINIMIZE, "neither": ScalarOutcome.INFO}
    found.outcomes = [ScalarOutcome(outcome, kind=kinds[directions()[outcome]]) for outcome in outcomes]
    return found


def _parameter(span: Span) -> Any:
    from ema_workbench import CategoricalParameter, RealParameter

    if span.values:
        return CategoricalParameter(span.name, list(span.values))
    return RealParameter(span.name, span.low, span.high)
