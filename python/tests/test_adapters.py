"""The adapters with the real packages."""

from __future__ import annotations

import math

import pytest
import topline as tl

LEVERS = {"policy.tax_credit.rate": (0.0, 0.4), "policy.tax_credit.refundable": [False, True]}
UNCERTAINTIES = {"start_probability": "prior"}


@pytest.fixture
def small() -> tl.Scenario:
    return tl.Scenario("small", extends="music_tax_credit", set={"run.quarters": 6, "run.scale": 0.1})


def test_ema_workbench_gets_the_means_of_replicates_with_common_draws(small: tl.Scenario) -> None:
    from ema_workbench import Policy, SequentialEvaluator

    model = tl.ema.model(small, LEVERS, UNCERTAINTIES, ["export_revenue", "public_cost"], replicates=3, seed=5)
    policies = [
        Policy("none", policy_tax_credit_rate=0.0, policy_tax_credit_refundable=False),
        Policy("same", policy_tax_credit_rate=0.0, policy_tax_credit_refundable=True),
    ]
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=policies)
    assert len(experiments) == 4
    row = experiments.iloc[0]
    again = small.simulate(
        {"policy.tax_credit.rate": 0.0, "policy.tax_credit.refundable": False, "start_probability": row["start_probability"]}, replicates=3, seed=5
    )
    assert outcomes["export_revenue"][0] == pytest.approx(sum(v for v in again["export_revenue"] if v is not None) / 3, rel=1e-12)
    # A credit of nothing is nothing, paid out or not: with the same draws no outcome moves at all.
    assert list(outcomes["export_revenue"][:2]) == list(outcomes["export_revenue"][2:])


def test_ema_workbench_optimises_the_levers(small: tl.Scenario) -> None:
    from ema_workbench import SequentialEvaluator

    model = tl.ema.model(small, {"policy.tax_credit.rate": (0.0, 0.4)}, outcomes=["export_revenue", "public_cost"], replicates=1)
    assert [outcome.kind for outcome in model.outcomes] == [1, -1]
    with SequentialEvaluator(model) as evaluator:
        found = evaluator.optimize(nfe=8, searchover="levers", epsilons=[0.01, 0.01], population_size=4)
    assert 0.0 <= found["policy_tax_credit_rate"].min() <= found["policy_tax_credit_rate"].max() <= 0.4


@pytest.mark.parametrize("method", ["saltelli", "morris"])
def test_salib_finds_the_indices_of_the_command(method: str) -> None:
    from SALib.analyze import morris, sobol

    uncertainties = {"start_probability": "prior", "choice_intensity": (1, 5)}
    design = tl.Sweep("s", uncertainties=uncertainties, design={"method": method, "points": 8}, outcomes=["export_revenue"])
    found = tl.sweep(design, replicates=2, quarters=6, scale=0.1, out="swept")
    problem, values = tl.salib.problem(found), tl.salib.values(found, "export_revenue")
    assert problem["names"] == ["start_probability", "choice_intensity"]
    rows = tl.sensitivity(found).sensitivity.rows()
    if method == "saltelli":
        indices = sobol.analyze(problem, values, calc_second_order=False, seed=1)
        ours = {row["parameter"]: row["estimate"] for row in rows if row["measure"] == "S1"}
        theirs = dict(zip(problem["names"], indices["S1"]))
    else:
        assert tl.salib.points(found).shape == (len(values), 2)
        indices = morris.analyze(problem, tl.salib.points(found), values, num_levels=4, scaled=False, seed=1)
        ours = {row["parameter"]: row["estimate"] for row in rows if row["measure"] == "mu_star"}
        theirs = dict(zip(problem["names"], indices["mu_star"]))
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        assert math.isfinite(theirs[name]) and theirs[name] == pytest.approx(value, rel=1e-6), (name, rows)


def test_optuna_searches_the_levers(small: tl.Scenario) -> None:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    objective = tl.optuna.objective(small, LEVERS, "public_cost", replicates=2)
    study = optuna.create_study(directions=objective.directions, sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective, n_trials=6)
    best = study.best_trial
    again = small.simulate(best.params, replicates=2)["public_cost"]
    assert best.value == sum(v for v in again if v is not None) / 2
    assert best.value == min(trial.value for trial in study.trials)


def test_what_cannot_vary_is_refused(small: tl.Scenario) -> None:
    with pytest.raises(ValueError, match="is no outcome; allowed: revenue"):
        tl.ema.model(small, LEVERS, outcomes=["export_revenu"])
    with pytest.raises(ValueError, match="cannot vary over 0.3"):
        tl.ema.model(small, {"policy.tax_credit.rate": 0.3})
    with pytest.raises(ValueError, match="has no prior range"):
        tl.ema.model(small, {"policy.tax_credit.rate": "prior"})
    with pytest.raises(ValueError, match="no direction of `works` is better"):
        tl.optuna.objective(small, LEVERS, "works")
