"""What a design takes, and what it says where it does not."""

from __future__ import annotations

import numpy as np
import pytest
import topline as tl

RATE = "policy.tax_credit.rate"


def design(**given):
    return tl.Sweep("rates", base="music_tax_credit", **{"levers": {RATE: [0.1, 0.3]}, **given})


def test_more_worlds_than_there_are_are_refused() -> None:
    with pytest.raises(tl.ScenarioError, match="1 to 80"):
        design(worlds=81)
    assert "first = 80" in design(worlds=80).toml
    assert 'worlds = "scenarios/worlds.csv"' in design(worlds="all").toml


@pytest.mark.parametrize("wrong", [0, -1, True, "", [1, 2]])
def test_worlds_are_a_number_or_a_table(wrong) -> None:
    with pytest.raises(ValueError, match="a whole number from 1 on, 'all', the path of a table"):
        design(worlds=wrong)


def test_one_outcome_is_a_list_of_one_and_an_array_a_list_of_values() -> None:
    assert design(outcomes="export_revenue").toml == design(outcomes=["export_revenue"]).toml
    assert design(levers={RATE: np.linspace(0.1, 0.3, 3)}).toml == design(levers={RATE: [0.1, 0.2, 0.3]}).toml


def test_a_design_names_itself() -> None:
    assert repr(design()).startswith("<topline.Sweep rates: ")


def test_a_folder_of_an_earlier_sweep_names_the_way_on(tmp_path) -> None:
    small = dict(replicates=1, quarters=2, scale=0.1, threads=1, out=tmp_path / "out")
    assert len(tl.sweep(design(), **small).runs.to_pandas()) == 2
    with pytest.raises(tl.UsageError, match="--resume to go on with it"):
        tl.sweep(design(), **small)
    assert len(tl.sweep(design(), resume=True, **small).runs.to_pandas()) == 2
