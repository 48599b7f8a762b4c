"""Runs the recipes of docs/interop.md, as they stand there, in the folder of a sweep, and holds SALib's indices against topline's.

    python tests/interop.py FOLDER        needs pandas, SALib, ema_workbench and Rscript

The folder is that of the sweep that the page names, on which `topline sensitivity` was called.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

page = (Path(__file__).parent.parent / "docs" / "interop.md").read_text(encoding="utf-8")
os.chdir(sys.argv[1])
recipes = dict(re.findall(r"\n## (\w+).*?\n```(?:python|r)\n(.*?)\n```", page, re.DOTALL))
assert list(recipes) == ["SALib", "EMA", "R"], list(recipes)


def python(name):
    """What a recipe leaves behind."""
    print(f"== {name}", flush=True)
    left = {}
    exec(compile(recipes[name], f"docs/interop.md: {name}", "exec"), left)
    return left


left = python("SALib")
ours = pd.read_csv("sensitivity/sensitivity.csv")
ours = ours[(ours["outcome"] == "export_revenue") & (ours["scenario"] == "baseline")].set_index(["parameter", "measure"])["estimate"]
for measure in ["S1", "ST"]:
    mine = [ours[name, measure] for name in left["names"]]
    assert np.allclose(mine, left["indices"][measure], rtol=1e-9, atol=1e-12), (measure, mine, left["indices"][measure])

left = python("EMA")
assert set(left["box"].box_lims[-1].columns) == set(left["names"]) and len(left["tree"].boxes) > 0

print("== R", flush=True)
said = subprocess.run(["Rscript", "-e", recipes["R"]], check=True, text=True, stdout=subprocess.PIPE).stdout
print(said)
assert all(re.sub(r"[^\w.]", ".", name) in said for name in ours.index.get_level_values("parameter").dropna().unique()), said
print(f"{len(recipes)} recipes run; S1 and ST of {len(left['names'])} parameters agree with SALib")
