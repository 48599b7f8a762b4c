"""Results: folders of tables, as the commands write them."""

from __future__ import annotations

import html
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import _topline
from ._call import command
from ._errors import UsageError, error_of, raise_refused
from ._table import Table, html_table

#: What may not be left out of a folder of results.
MANIFEST, DATA_PACKAGE = "manifest.json", "datapackage.json"
#: Height of a report in a notebook, pixels.
HEIGHT = 800


class Result:
    """What a command found: its tables, by the names of their files, and what it printed.

    Without ``out`` the folder is a temporary one, which vanishes with the result; `save` keeps it.
    """

    #: What the command found wrong, which raises nothing: a scenario that fails a pattern to which the model was tuned.
    failed: str | None = None
    #: Whether tables may be larger than memory, so that none is kept.
    _streams = False

    def __init__(self, folder: str | Path, text: str = "", words: list[str] | None = None, keep: TemporaryDirectory[str] | None = None) -> None:
        self.folder = Path(folder)
        self._text = text
        self._words = words
        self._keep = keep
        self._tables: dict[str, Table] = {}
        package = self.folder / DATA_PACKAGE
        for resource in json.loads(package.read_text(encoding="utf-8"))["resources"] if package.is_file() else []:
            self._tables[resource["name"]] = Table.of_resource(self.folder, resource, self._streams, keep)

    @property
    def manifest(self) -> dict[str, Any]:
        """What was run: version, resolved scenarios with hashes, seed, counts, timing."""
        path = self.folder / MANIFEST
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return found

    @property
    def tables(self) -> Mapping[str, Table]:
        """All tables, by the names of their files without endings."""
        return dict(self._tables)

    @property
    def text(self) -> str:
        """What the command printed; empty where the folder was opened."""
        return self._text

    @property
    def command(self) -> str:
        """The command line that gives the same bytes, but for times in ``manifest.json``.

        A scenario that was made in Python is named by the file that `Scenario.save` writes.
        """
        if self._words is None:
            raise UsageError(f"`{self.folder}` was opened, and its files do not say with which options it was made")
        return shlex.join(["topline", *self._words])

    def __getattr__(self, name: str) -> Table:
        tables = self.__dict__.get("_tables", {})
        if name in tables:
            found: Table = tables[name]
            return found
        raise AttributeError(f"{type(self).__name__} has no table `{name}`; it has {', '.join(tables) or 'none'}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._tables]

    def save(self, folder: str | Path, force: bool = False) -> Path:
        """Writes the files to a folder as the command would have: a new or empty one, or with ``force`` one of an earlier experiment."""
        try:
            _topline.copy(self.folder, Path(folder), force)
        except _topline.Refused as refused:
            raise_refused(refused)
        return Path(folder)

    def __str__(self) -> str:
        return self.text or repr(self)

    def __repr__(self) -> str:
        return f"<topline.{type(self).__name__} {self._about()}: {', '.join(self._tables) or 'no tables'}>"

    def _about(self) -> str:
        return ", ".join(scenario["name"] for scenario in self.manifest.get("scenarios", [])) or str(self.folder)

    def _repr_html_(self) -> str:
        shown = f"<pre>{html.escape(self.text)}</pre>" if self.text else ""
        return shown or "".join(table._repr_html_() for table in list(self._tables.values())[:1])


@dataclass(frozen=True)
class Distribution:
    """An outcome of a scenario over replicates; `None` where a number does not exist."""

    scenario: str
    outcome: str
    unit: str
    n: int
    mean: float | None
    low: float | None
    high: float | None
    #: Quantiles by probability.
    quantiles: Mapping[float, float | None]

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The 95 % interval of the mean."""
        return self.low, self.high


@dataclass(frozen=True)
class Difference:
    """An outcome of a scenario less that of the baseline, replicate by replicate; `None` where a number does not exist."""

    scenario: str
    outcome: str
    unit: str
    n: int
    baseline_mean: float | None
    scenario_mean: float | None
    mean: float | None
    low: float | None
    high: float | None
    share_better: float | None

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The 95 % interval of the mean difference."""
        return self.low, self.high

    @property
    def tells(self) -> bool:
        """Whether the interval leaves out 0; where it does not, the simulation cannot tell."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    def __str__(self) -> str:
        if self.mean is None or self.low is None or self.high is None:
            return f"{self.outcome} of {self.scenario}: does not exist"
        return f"{self.outcome} of {self.scenario}: {self.mean:+.3g} ({self.low:.3g} to {self.high:.3g}) {self.unit}"


class Picture:
    """Pictures of an outcome, one for each scenario, on common axes: those of the report."""

    def __init__(self, title: str, caption: str, panels: list[tuple[str, str]]) -> None:
        self.title = title
        self.caption = caption
        #: Title and SVG element of each scenario.
        self.panels = panels

    def _repr_html_(self) -> str:
        figures = "".join(f'<div style="flex: 1 1 300px; max-width: 400px"><b>{html.escape(title)}</b>{svg}</div>' for title, svg in self.panels)
        head = f"<b>{html.escape(self.title)}</b><br><small>{html.escape(self.caption)}</small>"
        return f'<div style="background: #fff; color: #222">{head}<div style="display: flex; flex-wrap: wrap; gap: 16px">{figures}</div></div>'

    def save(self, folder: str | Path) -> list[Path]:
        """Writes a file for each scenario and tells where they are."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        written = []
        for number, (_, svg) in enumerate(self.panels):
            path = Path(folder) / f"{number}.svg"
            path.write_text(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), encoding="utf-8")
            written.append(path)
        return written

    def __repr__(self) -> str:
        return f"<topline.Picture {self.title}: {len(self.panels)} panels>"


class Report:
    """A report, which a notebook shows in its cell."""

    def __init__(self, path: Path, keep: object = None) -> None:
        self.path = path
        self._keep = keep

    def _repr_html_(self) -> str:
        page = html.escape(self.path.read_text(encoding="utf-8"), quote=True)
        return f'<iframe srcdoc="{page}" style="width: 100%; height: {HEIGHT}px; border: 1px solid #ccc" sandbox=""></iframe>'

    def __repr__(self) -> str:
        return f"<topline.Report {self.path}>"


class Run(Result):
    """Outcomes of scenarios: ``runs``, ``distributions``, ``trajectories``."""

    @property
    def command(self) -> str:
        try:
            words = _topline.repeated(self.folder)
        except _topline.Refused as refused:
            raise_refused(refused)
        unwritten = self.manifest["command"] == "compare" and not any(self.folder.glob("report*.html"))
        return words + " --panel" * ("labels" in self._tables) + " --no-report" * unwritten

    @property
    def verdict(self) -> Table:
        """Shares of replicates by what became of the awards, a row for each scenario."""
        rows: dict[str, dict[str, Any]] = {}
        for row in self._tables["distributions"].rows():
            outcome, _, kind = row["outcome"].partition(".")
            if outcome == "verdict":
                rows.setdefault(row["scenario"], {"scenario": row["scenario"]})[kind] = row["mean"]
        return Table.of_rows(list(rows.values()))

    def distribution(self, scenario: str, outcome: str) -> Distribution:
        """An outcome of a scenario over replicates."""
        row = self._row("distributions", scenario, outcome)
        quantiles = {int(name[1:]) / 100: row[name] for name in ("p05", "p10", "p25", "p50", "p75", "p90", "p95")}
        return Distribution(scenario, outcome, row["unit"], row["n"], row["mean"], row["ci_low"], row["ci_high"], quantiles)

    def __getitem__(self, key: tuple[str, str]) -> Distribution | Difference:
        return self.distribution(*key)

    def _row(self, table: str, scenario: str, outcome: str) -> dict[str, Any]:
        rows = self._tables[table].rows()
        for row in rows:
            if (row["scenario"], row["outcome"]) == (scenario, outcome):
                return row
        there = {"scenario": scenario, "outcome": outcome}
        wrong = next((k for k, v in there.items() if all(row[k] != v for row in rows)), "outcome")
        allowed = ", ".join(dict.fromkeys(row[wrong] for row in rows))
        raise KeyError(f"`{there[wrong]}` is no {wrong} of {table}; allowed: {allowed}")

    def plot(self, outcome: str) -> Picture:
        """The picture of the report of an outcome over time: median, half and nine tenths of the replicates of each scenario."""
        try:
            return Picture(*_topline.pictures(self.folder, outcome))
        except _topline.Refused as refused:
            raise_refused(refused)

    def report(self, path: str | Path | None = None, language: str = "en") -> Report:
        """The report, in English or Korean (``ko``); with ``path`` written there too."""
        page = self.folder / ("report.html" if language == "en" else f"report.{language}.html")
        if not page.is_file():
            _, refusal = command(["report", str(self.folder), "--language", language, "--quiet"], [])
            if refusal:
                raise error_of(*refusal)
        if path is None:
            return Report(page, self._keep)
        Path(path).write_bytes(page.read_bytes())
        return Report(Path(path))


class Comparison(Run):
    """Scenarios against a baseline with the same luck.

    ``comparison`` has the differences, ``differences`` the same quarter by quarter, ``runs`` every run, ``trajectories``
    every outcome over time, ``world_effects`` the differences in plausible worlds. ``c[scenario, outcome]`` is one difference.
    """

    @property
    def baseline(self) -> str:
        """Name of the baseline."""
        return str(self.manifest["baseline"])

    def __getitem__(self, key: tuple[str, str]) -> Difference:
        scenario, outcome = key
        row = self._row("comparison", scenario, outcome)
        names = ("unit", "n", "baseline_mean", "scenario_mean", "mean_difference", "ci_low", "ci_high", "share_better")
        return Difference(scenario, outcome, *(row[name] for name in names))

    def _repr_html_(self) -> str:
        found = {(row["scenario"], row["outcome"]): row for row in self._tables["comparison"].rows()}
        scenarios = list(dict.fromkeys(scenario for scenario, _ in found))
        chief = [name for name in _topline.CHIEF if any((scenario, name) in found for scenario in scenarios)]
        units = {outcome: row["unit"] for (_, outcome), row in found.items()}

        def cell(row: dict[str, Any] | None) -> str | None:
            if row is None or row["mean_difference"] is None:
                return None
            between = "" if row["ci_low"] is None else f" ({row['ci_low']:.3g} to {row['ci_high']:.3g})"
            return f"{row['mean_difference']:+.3g}{between}"

        rows = [[scenario, *(cell(found.get((scenario, name))) for name in chief)] for scenario in scenarios]
        note = f"Differences to {self.baseline} with 95 % intervals. All outcomes: .comparison; the page: .report()"
        return html_table(["scenario", *(f"{name} ({units[name]})" for name in chief)], rows, note)


class Decision(Comparison):
    """A comparison with as many replicates as it takes to tell the best scenario; ``decision`` says which, and how sure that is."""


class SweepResult(Result):
    """Points of a design: ``design``, ``runs`` (every run with its point), ``summary`` (distributions at each point).

    Its tables stay on the disk: each is read when it is asked for, and `Table.batches` reads it in parts.
    """

    _streams = True

    @property
    def varied(self) -> list[str]:
        """Columns of the tables that say what varies."""
        return [str(column["name"]) for column in self.manifest["design"]["columns"]]

    def save(self, folder: str | Path, force: bool = False) -> Path:
        raise UsageError("a sweep is written where it runs, so that it can be resumed; allowed: `out=` of `topline.sweep`")


class Sensitivity(Result):
    """Which parameters of a sweep move which outcomes: ``sensitivity``."""

    def plot(self) -> Picture:
        """The picture of the indices."""
        return Picture("Sensitivity", "Indices with their intervals.", [("", (self.folder / "sensitivity.svg").read_text(encoding="utf-8"))])


class Decomposition(Result):
    """What each instrument of a package adds: ``shapley``, ``interactions``."""


class Explanation(Result):
    """Why a label chose as it did, or why two scenarios differ; `text` says it."""

    def _about(self) -> str:
        return "in .text"


class Validation(Result):
    """A scenario against patterns of evidence: ``validation``."""

    @property
    def passed(self) -> bool:
        """Whether all patterns pass to which the model was tuned."""
        return self.failed is None


class SearchResult(Result):
    """The best mixes of a search: ``frontier`` (every candidate), ``settled``, and what is certified."""

    @property
    def certificate(self) -> dict[str, Any]:
        """What is claimed of the mixes and with which confidence, and what is not."""
        found: dict[str, Any] = json.loads((self.folder / "certificate.json").read_text(encoding="utf-8"))
        return found

    @property
    def mixes(self) -> list[Path]:
        """The reported mixes, as scenario files that `compare` takes."""
        return sorted((self.folder / "mixes").glob("*.toml"))

    def save(self, folder: str | Path, force: bool = False) -> Path:
        raise UsageError("a search is written where it runs, so that it can be resumed; allowed: `out=` of `topline.search`")


#: Results by the command that writes them.
KINDS: dict[str, type[Result]] = {
    "run": Run,
    "compare": Comparison,
    "sweep": SweepResult,
    "search": SearchResult,
    "sensitivity": Sensitivity,
    "decompose": Decomposition,
    "explain": Explanation,
    "validate": Validation,
}


def open(folder: str | Path) -> Result:
    """The results in a folder that a command wrote, by whatever program."""
    path = Path(folder) / MANIFEST
    if not path.is_file():
        raise UsageError(f"`{folder}` holds no experiment of topline: it has no {MANIFEST}; allowed: a folder that a command wrote")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    kind = KINDS.get(manifest.get("command", ""), Result)
    if kind is Comparison and (manifest.get("asked") or {}).get("decide"):
        kind = Decision
    return kind(folder)
