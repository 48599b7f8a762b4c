"""The box of PRIM that EMA Workbench finds, against the numbers in the tests of src/experiment/appraisal/prim.rs.

    python tests/compare_ema.py        needs ema_workbench and pandas
"""
import logging
import math
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
from ema_workbench.analysis import prim  # noqa: E402

roots = [math.sqrt(p) for p in (2, 3, 5, 7, 11)]
x = np.array([[((n + 1) * r) % 1.0 for r in roots] for n in range(200)])
y = np.array([(x[n, 0] < 0.35 and x[n, 3] > 0.55) or n % 23 == 0 for n in range(200)])
search = prim.Prim(pd.DataFrame(x, columns=[f"x{k}" for k in range(5)]), y, threshold=0.01, peel_alpha=0.05, mass_min=0.05)
steps = search.find_box().peeling_trajectory
worth = 2 * steps.coverage * steps.density / (steps.coverage + steps.density)
best = steps.loc[worth.idxmax()]
assert (round(best.coverage, 4), round(best.density, 4)) == (0.8333, 0.9722), best
assert round(worth.max(), 4) == 0.8974, worth.max()
print(f"EMA Workbench's best box: coverage {best.coverage:.4f}, density {best.density:.4f}, as the tests of prim.rs take it")
