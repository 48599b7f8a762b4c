"""Scenarios made in Python."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
import topline as tl

from conftest import SMALL


def test_a_mistake_is_placed_in_its_file_with_the_message_of_the_command(topline) -> None:
    Path("broken.toml").write_text('title = "x"\nwhy = "y"\nextends = "baseline"\n\n[policy.production_grant]\nrate = 7\n')
    with pytest.raises(tl.ScenarioError) as caught:
        tl.Scenario.load("broken.toml")
    error = caught.value
    assert (error.file, error.line, error.column) == ("broken.toml", 6, 8)
    assert "error: " + str(error) == topline("check", "broken.toml").stderr.strip()
    assert error.problems[0].found == "7"


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(tl.ScenarioError) as caught:
        tl.Scenario("mine", set={"start_probability": 7, "start_probabilty": 0.5})
    assert len(caught.value.problems) == 2
    assert caught.value.problems[1].nearest == "start_probability"


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(tl.UsageError, match="did you mean `golden`"):
        tl.Scenario.load("goldn")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))])
def test_copies_are_the_same_scenario(again) -> None:
    base = tl.Scenario("base", set={"start_probability": 0.6})
    for scenario in (tl.Scenario.load("golden"), tl.Scenario("mine", extends=base, set={"policy.production_grant.budget": 8000})):
        twin = again(scenario)
        assert twin == scenario and twin.hash == scenario.hash and twin.toml == scenario.toml
        assert tl.run(twin, replicates=1, **SMALL).manifest["scenarios"][0]["hash"]


def test_a_scenario_extends_others_in_hand_and_is_the_same_from_its_files() -> None:
    base = tl.Scenario("base", set={"start_probability": 0.6})
    mine = tl.Scenario("mine", extends=base, set={"policy.tax_credit.rate": 0.2})
    mine.save("files")
    assert tl.Scenario.load("files/mine.toml").hash == mine.hash
    plain = tl.Scenario("plain", set={"start_probability": 0.6, "policy.tax_credit.rate": 0.2})
    assert plain.hash == mine.hash


def test_a_file_beside_is_found_from_another_folder_too() -> None:
    Path("base.toml").write_text('title = "x"\nwhy = "y"\nextends = "baseline"\nstart_probability = 0.6\n')
    mine = tl.Scenario("mine", extends="base.toml", set={"policy.tax_credit.rate": 0.2})
    mine.save("files")
    assert tl.Scenario.load("files/mine.toml").hash == mine.hash


def test_a_file_of_the_same_name_is_not_read_in_its_place() -> None:
    mine = tl.Scenario("mine", set={"start_probability": 0.6})
    Path("mine.toml").write_text("broken")
    assert tl.run(mine, replicates=1, **SMALL).manifest["scenarios"][0]["hash"]


def test_simulated_values_are_those_of_runs() -> None:
    small = tl.Scenario("small", set={"run.quarters": 6, "run.scale": 0.1})
    values = small.simulate({"start_probability": 0.6}, replicates=5, seed=3)
    runs = tl.run(small, set={"start_probability": 0.6}, replicates=5, seed=3).runs.to_arrow()
    assert values["export_revenue"] == runs["export_revenue"].to_pylist()
    assert set(values) <= set(runs.column_names)


def test_threads_change_nothing() -> None:
    small = tl.Scenario("small", set={"run.quarters": 6, "run.scale": 0.1})
    assert small.simulate(replicates=4, threads=1) == small.simulate(replicates=4, threads=2)


def test_a_path_that_is_no_key_is_refused_and_writes_nothing_else() -> None:
    with pytest.raises(tl.ScenarioError, match="unknown key"):
        tl.Scenario("mine", set={"start_probability = 0.6\nfame_spread": 1})
    with pytest.raises(ValueError, match="names no scenario"):
        tl.Scenario("../mine")
    with pytest.raises(TypeError, match="is no value of a scenario"):
        tl.Scenario("mine", set={"start_probability": object()})


def test_numbers_of_numpy_are_numbers() -> None:
    import numpy as np

    given = tl.Scenario("mine", set={"start_probability": np.float64(0.6), "policy.tax_credit.refundable": np.bool_(True)})
    assert given.hash == tl.Scenario("mine", set={"start_probability": 0.6, "policy.tax_credit.refundable": True}).hash
