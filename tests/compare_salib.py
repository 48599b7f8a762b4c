"""Morris measures of `topline screen` against SALib on the same design and outputs.

    python tests/compare_salib.py [PROGRAM]        needs SALib and numpy
"""
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from SALib.analyze import morris

program = sys.argv[1] if len(sys.argv) > 1 else "target/release/topline"
names = ["fame_spread", "fan_concavity", "fixed_cost", "investor_inflow", "switching_cost"]

with tempfile.TemporaryDirectory() as folder:
    command = [program, "screen", "-t", "6", "-r", "2", "-p", ",".join(names), "--points", "-q", "-f", "-o", folder]
    subprocess.run(command, check=True)
    points, outputs = {}, {}
    for row in csv.DictReader(open(Path(folder, "screening_points.csv"), encoding="utf-8")):
        table = points if row["name"] in names else outputs
        table.setdefault(row["name"], []).append(float(row["value"]) if row["value"] else np.nan)
    ours = {(r["outcome"], r["parameter"]): r for r in csv.DictReader(open(Path(folder, "screening.csv"), encoding="utf-8"))}

x = np.array([points[name] for name in names]).T
problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
compared = 0
for outcome, y in outputs.items():
    if np.isnan(y).any():
        continue
    theirs = morris.analyze(problem, x, np.array(y), num_levels=4, seed=1)
    for i, name in enumerate(names):
        for key in ["mu", "mu_star", "sigma"]:
            mine = float(ours[outcome, name][key])
            assert np.isclose(mine, theirs[key][i], rtol=1e-9, atol=1e-12), (outcome, name, key, mine, theirs[key][i])
            compared += 1
print(f"{compared} measures of {len(outputs)} outcomes agree with SALib")
