"""The commands, with the words of the command line as keyword arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from ._call import Settings, Texts, command, files, options
from ._errors import FAILED, INVALID, RunError, error_of
from ._progress import Progress
from ._results import (
    MANIFEST,
    Comparison,
    Decision,
    Decomposition,
    Explanation,
    Result,
    Run,
    SearchResult,
    Sensitivity,
    SweepResult,
    Validation,
)
from ._scenario import Scenario
from ._sweep import Sweep
from ._table import Table

R = TypeVar("R", bound=Result)
#: A scenario as functions take it.
Given = Scenario | str | Path
#: Where a sweep goes whose folder is not said, as on the command line.
SWEEPS = Path("output")


def _done(kind: type[R], words: list[str], texts: Texts, out: str | Path | None, progress: Progress) -> R:
    """Runs a command that writes a folder; without ``out`` a temporary one."""
    keep = TemporaryDirectory(prefix="topline-", ignore_cleanup_errors=True) if out is None else None
    folder = Path(keep.name) / "results" if keep else Path(out or "")
    text, refusal = command([*words, "--out", str(folder)], texts, progress)
    if refusal is None:
        return kind(folder, text, words, keep)
    code, message, _ = refusal
    if code == FAILED and (folder / MANIFEST).is_file():
        raise RunError(message, kind(folder, text, words, keep))
    if code == INVALID:
        found = kind(folder, text, words, keep)
        found.failed = message
        return found
    raise error_of(*refusal)


def _several(scenarios: Given | Sequence[Given]) -> list[Given]:
    return [scenarios] if isinstance(scenarios, (str, Path, Scenario)) else list(scenarios)


def run(
    scenarios: Given | Sequence[Given],
    *,
    replicates: int = 200,
    seed: int = 1,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    panel: bool = False,
    out: str | Path | None = None,
    force: bool = False,
    progress: Progress = False,
) -> Run:
    """Simulates scenarios and tells the distributions of their outcomes.

    ``set``, ``quarters`` and ``scale`` change all scenarios; ``panel`` adds the table ``labels``, a row for each living label
    in each quarter. ``threads`` changes no result. With ``out`` the folder is written there, ``force`` replaces an earlier one.
    ``progress`` is `True` for a bar, or a function of the runs that are done and all runs.

    >>> import topline as tl
    >>> found = tl.run("baseline", replicates=4, quarters=4, scale=0.1)
    >>> found.distribution("baseline", "export_revenue").unit
    'bn KRW/yr'
    """
    words, texts = files(_several(scenarios))
    asked = options(dict(replicates=replicates, seed=seed, threads=threads, quarters=quarters, scale=scale, set=set, panel=panel, force=force))
    return _done(Run, ["run", *words, *asked], texts, out, progress)


def compare(
    baseline: Given,
    scenarios: Given | Sequence[Given],
    *,
    replicates: int = 200,
    seed: int = 1,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    worlds: int | str | Path | None = None,
    world_replicates: int | None = None,
    target: str | Sequence[str] = (),
    spend: str | float | None = None,
    budget_check: bool = False,
    cost: str | None = None,
    events: str | Sequence[str] = (),
    benefit_share: float | None = None,
    weights: Mapping[str, float] | None = None,
    twins: bool = True,
    panel: bool = False,
    report: bool = True,
    language: str | None = None,
    out: str | Path | None = None,
    force: bool = False,
    progress: Progress = False,
) -> Comparison:
    """Compares scenarios with a baseline, replicate by replicate with the same draws.

    The comparison is repeated in plausible worlds: all that are shipped unless ``worlds`` says how many, or names a table of
    them; 0 leaves them out and is fast. ``target`` (``"export_revenue>=3000"``) asks in which share of worlds a goal is met,
    ``spend`` makes all scenarios spend one sum a year, ``budget_check`` tells outcomes per won, ``cost`` which cost is taken off
    money. ``events`` (``"event_platform_exit"``) compares all once more where these happen, ``benefit_share`` is the share of an
    extra won of exports that counts as benefit, ``weights`` (``{"exports": 2, "small": 1}``) are your own weights of outcomes.
    ``report=False`` writes no page. The rest is as in `run`.

    >>> import topline as tl
    >>> c = tl.compare("baseline", "golden", replicates=4, quarters=4, scale=0.1, worlds=0)
    >>> c["golden", "public_cost"].mean
    0.0
    >>> c.command
    'topline compare baseline golden -r 4 -s 1 --quarters 4 --scale 0.1 --worlds 0'
    """
    words, texts = files([baseline, *_several(scenarios)])
    asked: dict[str, Any] = dict(replicates=replicates, seed=seed, threads=threads, quarters=quarters, scale=scale, set=set, panel=panel, force=force)
    asked |= _judged(worlds, world_replicates, target, spend, budget_check, cost, twins, report, language)
    asked |= _appraised(events, benefit_share, weights)
    return _done(Comparison, ["compare", *words, *options(asked)], texts, out, progress)


def decide(
    baseline: Given,
    scenarios: Given | Sequence[Given],
    outcome: str,
    *,
    margin: float | str | None = None,
    confidence: float = 0.95,
    max_replicates: int = 2000,
    seed: int = 1,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    worlds: int | str | Path | None = None,
    world_replicates: int | None = None,
    target: str | Sequence[str] = (),
    spend: str | float | None = None,
    budget_check: bool = False,
    cost: str | None = None,
    events: str | Sequence[str] = (),
    benefit_share: float | None = None,
    weights: Mapping[str, float] | None = None,
    twins: bool = True,
    report: bool = True,
    language: str | None = None,
    out: str | Path | None = None,
    force: bool = False,
    progress: Progress = False,
) -> Decision:
    """Adds replicates until the best scenario is settled for an outcome, or tells that it cannot tell yet.

    ``margin`` is a difference that does not matter: a number in the unit of the outcome, or ``"0.5%"`` of the baseline's mean.
    ``confidence`` is the probability with which all that is said holds. The rest is as in `compare`.

    >>> import topline as tl
    >>> d = tl.decide("baseline", "golden", "export_revenue", margin="5%", max_replicates=8, quarters=4, scale=0.1, worlds=0)
    >>> d.decision.rows()[0]["outcome"]
    'export_revenue'
    """
    words, texts = files([baseline, *_several(scenarios)])
    question = outcome if margin is None else f"{outcome}:{margin}"
    asked: dict[str, Any] = dict(decide=question, confidence=confidence, max_replicates=max_replicates, seed=seed, threads=threads)
    asked |= dict(quarters=quarters, scale=scale, set=set, force=force)
    asked |= _judged(worlds, world_replicates, target, spend, budget_check, cost, twins, report, language)
    asked |= _appraised(events, benefit_share, weights)
    return _done(Decision, ["compare", *words, *options(asked)], texts, out, progress)


def _judged(
    worlds: int | str | Path | None,
    world_replicates: int | None,
    target: str | Sequence[str],
    spend: str | float | None,
    budget_check: bool,
    cost: str | None,
    twins: bool,
    report: bool,
    language: str | None,
) -> dict[str, Any]:
    """What comparisons are asked beyond differences."""
    targets = [target] if isinstance(target, str) else list(target)
    asked: dict[str, Any] = dict(worlds=worlds, world_replicates=world_replicates, target=targets, spend=spend, budget_check=budget_check, cost=cost)
    return asked | dict(no_twins=not twins, no_report=not report, language=language)


def _appraised(events: str | Sequence[str], benefit_share: float | None, weights: Mapping[str, float] | None) -> dict[str, Any]:
    """Events, and how benefits and outcomes are weighed."""
    named = [events] if isinstance(events, str) else list(events)
    given = ",".join(f"{outcome}={weight}" for outcome, weight in weights.items()) if weights else None
    return {"if": named, "benefit_share": benefit_share, "weights": given}


def search(
    file: str | Path,
    *,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    resume: bool = False,
    out: str | Path | None = None,
    progress: Progress = False,
) -> SearchResult:
    """Divides a sum among instruments: a search file by name or path, such as ``"exports_30bn"``.

    Its journal is on the disk, in ``out`` or ``output/search-<name>``; Ctrl-C loses none of it, and the same call with
    ``resume=True`` goes on, or begins where there is nothing yet.
    """
    folder = Path(out) if out is not None else SWEEPS / f"search-{Path(file).stem}"
    begun = folder.is_dir() and any(folder.iterdir())
    asked: dict[str, Any] = dict(threads=threads, quarters=quarters, scale=scale, set=set, resume=resume and begun)
    return _done(SearchResult, ["search", str(file), *options(asked)], [], folder, progress)


def sweep(
    design: Sweep | str | Path,
    *,
    replicates: int | None = None,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    resume: bool = False,
    fail_fast: bool = False,
    out: str | Path | None = None,
    progress: Progress = False,
) -> SweepResult:
    """Runs every point of a design: a `Sweep`, or the name or path of a sweep file.

    Runs go to the disk one by one, to ``out`` or ``output/sweep-<name>``, and never all into memory. Ctrl-C loses none of them:
    the same call with ``resume=True`` goes on, and begins where there is nothing yet; with more ``replicates`` it adds what is missing.
    A message that speaks of ``--resume`` means ``resume=True``.
    ``scale`` is the size of the economy: at 0.1 labels and budgets are a tenth; seed and worlds are the design's.

    The table ``runs`` has a row for each point, world, scenario and replicate: the columns of the levers, ``world``, ``scenario``,
    ``replicate``, and one for each outcome; ``runs.meanings`` says what they are. Exports have rare large hits: look at medians or
    many replicates before a mean of few.

    >>> import topline as tl, tempfile
    >>> rates = tl.Sweep("rates", base="music_tax_credit", levers={"policy.tax_credit.rate": [0.1, 0.3]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = tl.sweep(rates, replicates=2, quarters=4, scale=0.1, out=folder)
    ...     len(found.runs.to_pandas())
    4
    """
    texts = design.texts if isinstance(design, Sweep) else []
    given = design.given if isinstance(design, Sweep) else str(design)
    name = design.name if isinstance(design, Sweep) else Path(given).stem
    folder = Path(out) if out is not None else SWEEPS / f"sweep-{name}"
    begun = folder.is_dir() and any(folder.iterdir())
    asked: dict[str, Any] = dict(replicates=replicates, threads=threads, quarters=quarters, scale=scale, set=set)
    asked |= dict(resume=resume and begun, fail_fast=fail_fast)
    return _done(SweepResult, ["sweep", given, *options(asked)], texts, folder, progress)


def sensitivity(
    sweep: SweepResult | str | Path,
    *,
    outcomes: str | Sequence[str] | None = None,
    versus: str | None = None,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 1,
    out: str | Path | None = None,
) -> Sensitivity:
    """Ranks the parameters of a sweep by what they move: Sobol' indices of ``saltelli``, Morris' measures of ``morris``.

    ``versus`` asks for the effect of policy: the difference to a base scenario, run by run. It is written to the folder
    ``sensitivity`` of the sweep, unless ``out`` says otherwise, and replaces an earlier one there.
    """
    folder = sweep.folder if isinstance(sweep, SweepResult) else Path(sweep)
    named = [outcomes] if isinstance(outcomes, str) else outcomes
    asked = options(dict(outcome=",".join(named) if named else None, versus=versus, resamples=resamples, confidence=confidence, seed=seed))
    return _done(Sensitivity, ["sensitivity", str(folder), *asked], [], out or folder / "sensitivity", False)


def decompose(
    package: Given,
    *,
    replicates: int = 100,
    orders: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    out: str | Path | None = None,
    force: bool = False,
    progress: Progress = False,
) -> Decomposition:
    """Divides the effect of a package among its instruments: Shapley values and interactions.

    Above six instruments a sample of ``orders`` stands for all subsets. The rest is as in `run`.
    """
    words, texts = files([package])
    asked: dict[str, Any] = dict(
        replicates=replicates, orders=orders, seed=seed, threads=threads, quarters=quarters, scale=scale, set=set, force=force
    )
    return _done(Decomposition, ["decompose", *words, *options(asked)], texts, out, progress)


def explain(
    *scenarios: Given,
    label: int | None = None,
    quarter: str | None = None,
    act: int | None = None,
    revenue: bool = False,
    replicate: int = 0,
    split: bool = False,
    replicates: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    set: Settings | None = None,
    out: str | Path | None = None,
    force: bool = False,
    progress: Progress = False,
) -> Explanation:
    """Explains a choice of a label, or why two scenarios differ; `Result.text` has the words.

    With ``label`` and ``quarter``: why it chose as it did in a replicate, and what would have changed it; with ``revenue`` what
    it earned. With two scenarios: where they part; with ``split`` what moved the shares of strategies, over ``replicates``.

    >>> import topline as tl
    >>> found = tl.explain("baseline", "golden", quarters=4, scale=0.1)
    >>> list(found.tables)
    ['spread']
    """
    words, texts = files(scenarios)
    asked: dict[str, Any] = dict(label=label, quarter=quarter, act=act, revenue=revenue, replicate=replicate, split=split, replicates=replicates)
    asked |= dict(seed=seed, threads=threads, quarters=quarters, scale=scale, set=set, force=force)
    return _done(Explanation, ["explain", *words, *options(asked)], texts, out, progress)


def validate(
    scenario: Given = "baseline",
    *,
    replicates: int = 200,
    only: str | Sequence[str] | None = None,
    seed: int = 1,
    threads: int | None = None,
    set: Settings | None = None,
    out: str | Path | None = None,
    force: bool = False,
    progress: Progress = False,
) -> Validation:
    """Compares a scenario with the patterns of evidence, or only with some (``"P04"``).

    `Validation.passed` says whether it shows all to which the model was tuned; a scenario that fails one raises nothing.
    """
    words, texts = files([scenario])
    named = [only] if isinstance(only, str) else only
    asked: dict[str, Any] = dict(replicates=replicates, only=",".join(named) if named else None, seed=seed, threads=threads)
    asked |= dict(set=set, force=force)
    return _done(Validation, ["validate", *words, *options(asked)], texts, out, progress)


def _listed(what: str, more: Mapping[str, Any] | None = None) -> Table:
    text, refusal = command(["list", what, "--json", *options(more or {})], [])
    if refusal:
        raise error_of(*refusal)
    return Table.of_rows(json.loads(text))


def parameters(assumed: bool = False) -> Table:
    """All parameters with default, range, unit, source and grade, or those alone whose value is assumed.

    >>> import topline as tl
    >>> tl.parameters().columns
    ['name', 'default', 'low', 'high', 'unit', 'kind', 'grade', 'source', 'description']
    """
    return _listed("parameters", dict(assumed=assumed))


def outcomes() -> Table:
    """All outcomes with unit, better direction, family and meaning.

    >>> import topline as tl
    >>> "export_revenue" in tl.outcomes().to_pandas()["name"].to_list()
    True
    """
    return _listed("outcomes")


def instruments() -> Table:
    """The instruments of policy, with what each does."""
    return _listed("instruments")


def scenarios() -> Table:
    """The scenarios that are found by name, with title and why."""
    return _listed("scenarios")
