"""Reads the tables of a sweep unaided: python read_sweep.py FOLDER [FOLDER OF THE SAME SWEEP AS CSV]"""

import sys
from pathlib import Path

import duckdb
import pandas as pd


def table(folder: Path, name: str) -> pd.DataFrame:
    parquet = folder / f"{name}.parquet"
    if parquet.exists():
        return duckdb.sql(f"SELECT * FROM '{parquet}'").df()
    return pd.read_csv(folder / f"{name}.csv")


def check(folder: Path) -> dict[str, pd.DataFrame]:
    tables = {name: table(folder, name) for name in ["design", "runs", "summary"]}
    design, runs, summary = tables["design"], tables["runs"], tables["summary"]
    varied = [column for column in design.columns if column not in ("point", "scenario", "block", "matrix", "moved", "trajectory", "step")]
    assert varied and len(runs) % len(design) == 0, (len(runs), len(design))
    assert not runs.duplicated(["scenario", "world", "replicate", "point"]).any()
    assert set(runs["status"]) == {"ok"}, runs["status"].value_counts()
    joined = runs.merge(design, on=["point", "scenario"], suffixes=("", "_design"))
    assert len(joined) == len(runs)
    for column in varied:
        assert (joined[column] == joined[f"{column}_design"]).all(), column
    means = runs.groupby(["scenario", "world", "point"])["export_revenue"].mean()
    told = summary[summary["outcome"] == "export_revenue"].set_index(["scenario", "world", "point"])["mean"]
    assert ((means - told).abs() < 1e-9 * means.abs()).all()
    if (folder / "runs.csv").exists():
        count = duckdb.sql(f"SELECT count(*) FROM '{folder}/runs.csv'").fetchall()[0][0]
        assert count == len(runs)
    print(f"{folder.name}: {len(design)} rows of design, {len(runs)} runs, {len(summary)} rows of summary")
    return tables


here = check(Path(sys.argv[1]))
if len(sys.argv) > 2:
    for name, other in check(Path(sys.argv[2])).items():
        pd.testing.assert_frame_equal(here[name], other, check_dtype=False)
