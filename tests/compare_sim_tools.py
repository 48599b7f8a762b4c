"""Optimal allocation and intervals of `topline compare --decide` against sim-tools on the same numbers.

    python tests/compare_sim_tools.py [PROGRAM]        needs sim-tools, numpy and pandas
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sim_tools.output_analysis import confidence_interval_method
from sim_tools.ovs.fixed_budget import OCBA

program = sys.argv[1] if len(sys.argv) > 1 else "target/release/topline"
scenarios = ["baseline", "golden", "startup_grants", "brokerage", "package_balanced"]
outcome = "small_label_exports"

with tempfile.TemporaryDirectory() as folder:
    command = [program, "compare", *scenarios, "--decide", f"{outcome}:1%", "--max-replicates", "40"]
    subprocess.run([*command, "--quarters", "8", "--quiet", "--force", "--out", folder], check=True)
    runs = pd.read_csv(Path(folder, "runs.csv"))
    decision = pd.read_csv(Path(folder, "decision.csv")).set_index("scenario")
    spread = pd.read_csv(Path(folder, "distributions.csv")).query("outcome == @outcome").set_index("scenario")


class Environment:
    """What OCBA observes: nothing, its moments are set."""

    def register_observer(self, observer):
        pass


# Money is decided on net of public cost.
net = runs[outcome] - runs.public_cost
values_net = {name: net[runs.scenario == name].to_numpy() for name in scenarios}
values = {name: runs.loc[runs.scenario == name, outcome].to_numpy() for name in scenarios}
delta = 10_000_000
ocba = OCBA(Environment(), len(scenarios), budget=5 * len(scenarios) + delta, delta=delta, n_0=5, obj="max")
ocba._means = np.array([-values_net[name].mean() for name in scenarios])
ocba._vars = np.array([values_net[name].var(ddof=1) for name in scenarios])
ocba._allocations = np.zeros(len(scenarios), dtype=int)
theirs = ocba._allocate() / delta
mine = decision.loc[scenarios, "further_share"].to_numpy()
assert np.allclose(mine, theirs, atol=2e-6), (mine, theirs)

for name in scenarios:
    _, table = confidence_interval_method(pd.Series(values[name]), alpha=0.05, min_rep=5, desired_precision=1e9, decimal_places=12)
    last = table.iloc[-1]
    ends = spread.loc[name, ["ci_low", "ci_high"]].to_numpy(dtype=float)
    found = last[[c for c in table.columns if "Lower" in c or "Upper" in c]].to_numpy(dtype=float)
    assert np.allclose(ends, found, rtol=1e-9), (name, ends, found)
print(f"shares of {len(scenarios)} scenarios and their intervals agree with sim-tools")
