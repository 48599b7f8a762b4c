"""SALib: the problem of a sweep, and the values that its analyses take.

Needs ``SALib`` (``pip install "topline-sim[salib]"``) for the analyses; what is here are plain dictionaries and arrays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ._errors import UsageError
from ._results import SweepResult
from ._results import open as open_folder


def problem(sweep: SweepResult | str | Path) -> dict[str, Any]:
    """The problem of SALib: ``num_vars``, ``names`` and ``bounds`` of what a sweep varies.

    With ``method="saltelli"`` points stand in the order of SALib's sample, with ``"morris"`` in that of its trajectories, so that
    `values` goes to ``SALib.analyze.sobol`` (without second order) or, with `points`, to ``SALib.analyze.morris``.
    """
    columns = _result(sweep).manifest["design"]["columns"]
    return {
        "num_vars": len(columns),
        "names": [column["name"] for column in columns],
        "bounds": [_bounds(column) for column in columns],
    }


def points(sweep: SweepResult | str | Path) -> Any:
    """The points of the design in order: a row for each point, a column for each name of `problem`."""
    found = _result(sweep)
    design = found.design.to_pandas().drop_duplicates("point").sort_values("point")
    return design[found.varied].to_numpy(dtype=float)


def values(sweep: SweepResult | str | Path, outcome: str, scenario: str | None = None) -> Any:
    """The mean of an outcome over replicates at each point, in the order of points.

    ``scenario`` is the base scenario where there are several. Means over replicates are what indices are of; how much of them
    is luck is told by `topline.sensitivity`.
    """
    found = _result(sweep)
    runs = found.runs.to_pandas()
    names = list(runs["scenario"].unique())
    if scenario is None and len(names) > 1:
        raise UsageError(f"the sweep has several base scenarios; allowed: scenario= one of {', '.join(names)}")
    of_scenario = runs[runs["scenario"] == (scenario or names[0])]
    return of_scenario.groupby("point")[outcome].mean().sort_index().to_numpy()


def _result(sweep: SweepResult | str | Path) -> SweepResult:
    found = sweep if isinstance(sweep, SweepResult) else open_folder(sweep)
    if not isinstance(found, SweepResult):
        raise UsageError(f"`{found.folder}` holds no sweep; allowed: what `topline.sweep` returned, or its folder")
    return found


def _bounds(column: dict[str, Any]) -> list[float]:
    values = [float(value) for value in column["levels"]] if column.get("levels") else []
    low, high = (min(values), max(values)) if values else (column["low"], column["high"])
    return [float(low), float(high)]
