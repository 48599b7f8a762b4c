"""Runs the recipes of docs/interop.md, as they stand there, on the page's own sweep, and holds SALib's indices against topline's.

    python tests/interop.py TOPLINE FOLDER        needs pandas, SALib, ema_workbench and Rscript

The sweep is made in FOLDER, on a smaller economy, by the page's design and by two others.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

PAGE = (Path(__file__).parent.parent / "docs" / "interop.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"\n## (\w+).*?\n```(?:python|r)\n(.*?)\n```", PAGE, re.DOTALL))
assert list(RECIPES) == ["SALib", "EMA", "R"], list(RECIPES)
PARAMETERS = ["start_probability", "choice_intensity", "quality_noise"]


def topline(*arguments):
    """A call of the program, which must go well."""
    subprocess.run([program, *arguments], check=True)


def sweep(method):
    """The page's sweep by a design, and the folder of its tables."""
    file, out = folder / f"{method}.toml", folder / method
    text = re.search(r"\n```toml\n(.*?)```", PAGE, re.DOTALL)[1]
    assert text.count("saltelli") == 1
    file.write_text(text.replace("saltelli", method), encoding="utf-8")
    topline("sweep", str(file), "--quarters", "8", "--scale", "0.1", "--quiet", "--out", str(out))
    return out


def python(name):
    """What a recipe leaves behind."""
    print(f"== {name}", flush=True)
    left = {}
    exec(compile(RECIPES[name], f"docs/interop.md: {name}", "exec"), left)
    assert left["names"] == PARAMETERS, left["names"]
    return left


def salib():
    """SALib's indices are those of topline."""
    left = python("SALib")
    ours = pd.read_csv("sensitivity/sensitivity.csv")
    ours = ours[(ours["outcome"] == "export_revenue") & (ours["scenario"] == "baseline")].set_index(["parameter", "measure"])["estimate"]
    for measure in ["S1", "ST"]:
        mine = [ours[name, measure] for name in PARAMETERS]
        assert np.allclose(mine, left["indices"][measure], rtol=1e-9, atol=1e-12), (measure, mine, left["indices"][measure])


def ema_and_r():
    """EMA Workbench and R find the parameters of any design."""
    left = python("EMA")
    assert set(left["box"].box_lims[-1].columns) == set(PARAMETERS) and len(left["tree"].boxes) > 0
    print("== R", flush=True)
    said = subprocess.run(["Rscript", "-e", RECIPES["R"]], check=True, text=True, stdout=subprocess.PIPE).stdout
    print(said)
    assert all(name in said for name in PARAMETERS), said


program, folder = str(Path(sys.argv[1]).absolute()), Path(sys.argv[2]).absolute()
folder.mkdir(parents=True, exist_ok=True)
swept = {method: sweep(method) for method in ["saltelli", "latin_hypercube", "morris"]}
topline("sensitivity", str(swept["saltelli"]), "--quiet")
for method, tables in swept.items():
    print(f"==== {method}", flush=True)
    os.chdir(tables)
    if method == "saltelli":
        salib()
    ema_and_r()
print(f"{len(RECIPES)} recipes run on {len(swept)} designs; S1 and ST of {len(PARAMETERS)} parameters agree with SALib")
