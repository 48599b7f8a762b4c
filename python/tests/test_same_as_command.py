"""Everything has the numbers, the bytes and the messages of the command."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path

import pytest
import topline as tl

from conftest import SMALL, SMALL_WORDS, same_bytes


def without_times(folder: Path) -> dict[str, object]:
    manifest = json.loads((folder / "manifest.json").read_text())
    # A program and a package that were built at different commits say so, and are the same otherwise.
    del manifest["timing"], manifest["commit"]
    return manifest


def test_a_comparison_has_the_bytes_of_the_command(topline) -> None:
    mine = tl.Scenario("mine", set={"policy.production_grant.budget": 8000})
    found = tl.compare("baseline", [mine, "golden"], replicates=6, worlds=2, world_replicates=4, **SMALL)
    found.save("python")
    mine.save()
    words = shlex.split(found.command)
    assert topline(*words[1:], "--out", "command").returncode == 0
    assert same_bytes(Path("python"), Path("command")) == []
    assert without_times(Path("python")) == without_times(Path("command"))


def test_numbers_are_those_of_the_tables_to_the_last_bit(topline) -> None:
    found = tl.compare("baseline", "golden", replicates=6, worlds=0, **SMALL)
    topline("compare", "baseline", "golden", "-r", "6", "--worlds", "0", *SMALL_WORDS, "--out", "command")
    with open("command/comparison.csv", newline="") as file:
        rows = {(row["scenario"], row["outcome"]): row for row in csv.DictReader(file)}
    assert len(rows) > 50
    for (scenario, outcome), row in rows.items():
        mean = found[scenario, outcome].mean
        assert mean == (float(row["mean_difference"]) if row["mean_difference"] else None)


def test_a_run_and_a_decision_have_the_bytes_of_their_commands(topline) -> None:
    found = tl.run(["baseline", "golden"], replicates=4, panel=True, seed=7, **SMALL)
    assert topline(*shlex.split(found.command)[1:], "--out", "command").returncode == 0
    assert same_bytes(found.folder, Path("command")) == []
    decided = tl.decide("baseline", "golden", "export_revenue", margin="5%", max_replicates=8, worlds=0, report=False, **SMALL)
    assert topline(*shlex.split(decided.command)[1:], "--out", "decided").returncode == 0
    assert same_bytes(decided.folder, Path("decided")) == []


@pytest.mark.parametrize("design", [{"method": "saltelli", "points": 4}, {"method": "morris", "points": 3}])
def test_a_sweep_and_its_sensitivity_have_the_bytes_of_the_command(topline, design) -> None:
    swept = tl.Sweep(
        "mine",
        base=["baseline", tl.Scenario("own", set={"policy.production_grant.budget": 8000})],
        uncertainties={"start_probability": "prior", "choice_intensity": (1, 5)},
        design=design,
        outcomes=["export_revenue", "public_cost"],
    )
    found = tl.sweep(swept, replicates=2, out="python", **SMALL)
    ranked = tl.sensitivity(found)
    swept.save()
    assert topline("sweep", "mine.toml", "-r", "2", *SMALL_WORDS, "--out", "command").returncode == 0
    assert topline("sensitivity", "command").returncode == 0
    assert same_bytes(Path("python"), Path("command")) == []
    assert same_bytes(ranked.folder, Path("command/sensitivity")) == []


def test_the_other_commands_have_the_bytes_of_theirs(topline) -> None:
    parts = tl.decompose("package_balanced", replicates=2, quarters=4, scale=0.1)
    assert topline("decompose", "package_balanced", "-r", "2", "--quarters", "4", "--scale", "0.1", "--out", "parts").returncode == 0
    assert same_bytes(parts.folder, Path("parts")) == []
    apart = tl.explain("baseline", "golden", **SMALL)
    assert topline("explain", "baseline", "golden", *SMALL_WORDS, "--out", "apart").returncode == 0
    assert same_bytes(apart.folder, Path("apart")) == []


def test_words_of_a_command_are_kept(topline) -> None:
    told = tl.explain("golden", label=3, quarter="2027Q1", **SMALL)
    said = topline("explain", "golden", "--label", "3", "--quarter", "2027Q1", *SMALL_WORDS)
    assert told.text == said.stdout != ""


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: tl.compare("baseline", "basline"), ["compare", "baseline", "basline"]),
        (lambda: tl.run("baseline", replicates=0), ["run", "baseline", "--replicates", "0"]),
        (lambda: tl.run("baseline", set={"start_probability": 7}), ["run", "baseline", "--set", "start_probability=7"]),
        (lambda: tl.compare("baseline", "golden", target="works>=x"), ["compare", "baseline", "golden", "--target", "works>=x"]),
    ],
)
def test_what_is_refused_is_refused_with_the_message_of_the_command(topline, call, words) -> None:
    with pytest.raises(tl.UsageError) as refused:
        call()
    said = topline(*words, "--out", "nowhere")
    assert said.returncode == 2
    assert "error: " + str(refused.value) == said.stderr.strip()


def test_a_folder_that_is_not_empty_is_left_alone() -> None:
    found = tl.run("baseline", replicates=2, **SMALL)
    Path("full").mkdir()
    Path("full/notes.txt").write_text("mine")
    with pytest.raises(tl.UsageError, match="is not empty"):
        found.save("full")
    found.save("other")
    with pytest.raises(tl.UsageError, match="is not empty"):
        found.save("other")
    found.save("other", force=True)


def test_validation_that_fails_is_a_finding(topline) -> None:
    found = tl.validate(replicates=2, only=["P04"], set={"start_probability": 0.1})
    said = topline("validate", "-r", "2", "--only", "P04", "--set", "start_probability=0.1", "--out", "command")
    assert said.returncode in (0, 3)
    assert found.passed == (said.returncode == 0)
    assert same_bytes(found.folder, Path("command")) == []


def test_events_weights_and_shares_are_those_of_the_command(topline) -> None:
    asked = dict(events="event_stronger_won", benefit_share=0.3, weights={"exports": 2, "small": 1})
    found = tl.compare("baseline", ["startup_grants", "brokerage"], replicates=3, worlds=0, report=False, **asked, **SMALL)
    assert "--if event_stronger_won --benefit-share 0.3 --weights exports=2,small=1" in found.command
    assert topline(*shlex.split(found.command)[1:], "--out", "command").returncode == 0
    assert same_bytes(found.folder, Path("command")) == []
    assert {"what_ifs", "benefit_cost", "weightings"} <= set(found.tables)


def test_a_search_has_the_bytes_of_the_command(topline) -> None:
    text = """title = "A little"
why = "A test."
budget = "2 bn KRW"
[[objectives]]
outcome = "export_revenue"
epsilon = "200 bn KRW"
[instruments.creator_training]
[instruments.localisation_voucher]
[lattice]
units = 2
[refine]
generations = 1
population = 4
[certify]
blocks = 400
challenge = 0
"""
    Path("little.toml").write_text(text)
    found = tl.search("little.toml", out="python", threads=1, **SMALL)
    assert topline("search", "little.toml", *SMALL_WORDS, "--out", "command").returncode == 0
    assert same_bytes(Path("python"), Path("command")) == []
    assert found.certificate["confidence"] == 0.95 and found.mixes and found.frontier.to_pandas().shape[0] >= 1
