"""Tables: without a copy to polars and pyarrow, streamed where they are large."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
import topline as tl

from conftest import SMALL

#: Rows of the large table.
ROWS = 1_000_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tl.Table:
    """A table of a million rows, as those of results are."""
    folder = tmp_path_factory.mktemp("large")
    with open(folder / "large.csv", "w") as file:
        file.write("scenario,replicate,export_revenue\n")
        file.writelines(f"baseline,{row},{row / 7!r}\n" for row in range(ROWS))
    fields = [{"name": "scenario", "type": "string"}, {"name": "replicate", "type": "integer"}, {"name": "export_revenue", "type": "number"}]
    return tl.Table.of_resource(folder, {"path": "large.csv", "schema": {"fields": fields}}, streams=False)


def addresses(chunks: list[pa.Array]) -> list[int]:
    """Where the values of the parts of a column lie."""
    return [chunk.buffers()[1].address for chunk in chunks]


def test_pyarrow_and_polars_share_the_memory_of_a_million_rows(large: tl.Table) -> None:
    own = large.to_arrow()
    assert own.num_rows == ROWS
    before = pa.total_allocated_bytes()
    taken, polars, streamed = pa.table(large), large.to_polars(), pl.DataFrame(large)
    assert pa.total_allocated_bytes() - before < own.nbytes / 100, "room for headers of parts alone"
    for name in ("replicate", "export_revenue"):
        at = addresses(own[name].chunks)
        assert addresses(taken[name].chunks) == at
        assert addresses([part.to_arrow() for part in polars[name].get_chunks()]) == at
        assert addresses([part.to_arrow() for part in streamed[name].get_chunks()]) == at
    assert polars["scenario"].unique().to_list() == ["baseline"]


def test_pandas_copies_at_most_once(large: tl.Table) -> None:
    own = large.to_arrow()
    before = pa.total_allocated_bytes()
    frame = large.to_pandas()
    assert pa.total_allocated_bytes() - before < 1.01 * own.nbytes
    assert frame["export_revenue"].iloc[-1] == (ROWS - 1) / 7
    assert sum(frame.memory_usage(index=False)) <= 1.5 * own.nbytes


def test_a_value_that_does_not_exist_is_null() -> None:
    runs = tl.run("baseline", replicates=2, **SMALL).runs
    assert runs.to_arrow()["startup_survival_3y"].null_count == 2
    assert runs.to_pandas()["startup_survival_3y"].isna().all()
    assert "Replicate, from 0" in runs.meanings["replicate"]


def test_tables_of_a_sweep_stay_on_the_disk() -> None:
    design = tl.Sweep("s", base="music_tax_credit", levers={"policy.tax_credit.rate": [0.1, 0.2]}, worlds=2)
    found = tl.sweep(design, replicates=2, out="swept", **SMALL)
    runs = found.runs
    assert runs.to_arrow() is not runs.to_arrow(), "none is kept"
    assert sum(batch.num_rows for batch in runs.batches()) == len(runs) == 8
    assert pa.table(runs).equals(runs.to_arrow())
    assert pl.DataFrame(runs).height == 8
    assert found.varied == ["policy.tax_credit.rate"]
    assert sorted(found.runs.to_pandas()["policy.tax_credit.rate"].unique()) == [0.1, 0.2]


def test_what_a_notebook_shows_names_no_more_than_there_is() -> None:
    c = tl.compare("baseline", "golden", replicates=3, worlds=0, **SMALL)
    assert "<td>golden</td>" in c._repr_html_() and "export_revenue (bn KRW/yr)" in c._repr_html_()
    assert c.runs._repr_html_().count("<tr>") == 7
    assert "more rows follow" in c.differences._repr_html_()
    picture = c.plot("export_revenue")
    assert picture._repr_html_().count("<svg ") == 2
    assert all(path.read_text().startswith('<svg xmlns="http://www.w3.org/2000/svg"') for path in picture.save("pictures"))
    assert "iframe" in c.report()._repr_html_()
    assert c.report("korean.html", language="ko").path.read_text(encoding="utf-8").startswith("<!")


def test_results_are_opened_by_what_wrote_them() -> None:
    found = tl.decide("baseline", "golden", "export_revenue", margin="50%", max_replicates=4, worlds=0, out="d", **SMALL)
    again = tl.open("d")
    assert isinstance(again, tl.Decision) and again.command == found.command
    assert again["golden", "export_revenue"] == found["golden", "export_revenue"]
    with pytest.raises(tl.UsageError, match="holds no experiment"):
        tl.open(".")
    with pytest.raises(AttributeError, match="has no table `nothing`; it has runs"):
        _ = found.nothing
    with pytest.raises(KeyError, match="is no scenario of comparison; allowed: golden"):
        found["nothing", "works"]
    assert Path("d/decision.csv").is_file()
