"""topline: an agent-based policy scenario simulator of the Korean music industry.

Scenarios go in, distributions of outcomes come out, with the words, numbers and messages of the command ``topline``:

>>> import topline as tl
>>> base = tl.Scenario.load("baseline")
>>> mine = tl.Scenario("mine", extends=base, set={"policy.production_grant.budget": 8000})
>>> c = tl.compare(base, [mine, "golden"], replicates=4, quarters=4, scale=0.1, worlds=0)
>>> c["mine", "public_cost"].mean > 0
True

| wanted | asked of |
| --- | --- |
| what there is | `scenarios`, `parameters`, `instruments`, `outcomes` |
| a scenario | `Scenario.load`, `Scenario` |
| which policy is better | `compare`, `decide` |
| levels | `run` |
| many points, sampled worlds | `Sweep` and `sweep`, then `sensitivity` |
| the best mix for a budget | `search` |
| why | `decompose`, `explain` |
| how far to believe it | `validate` |
| results of earlier | `open` |
| other programs | `topline.ema`, `topline.salib`, `topline.optuna` |

Every table has ``to_pandas()`` and ``to_polars()``, and pyarrow takes it as it is.
"""

from . import ema, optuna, salib
from ._commands import (
    compare,
    decide,
    decompose,
    explain,
    instruments,
    outcomes,
    parameters,
    run,
    scenarios,
    search,
    sensitivity,
    sweep,
    validate,
)
from ._errors import Problem, RunError, ScenarioError, ToplineError, ToplineWarning, UsageError
from ._results import (
    Comparison,
    Decision,
    Decomposition,
    Difference,
    Distribution,
    Explanation,
    Picture,
    Report,
    Result,
    Run,
    SearchResult,
    Sensitivity,
    SweepResult,
    Validation,
    open,
)
from ._scenario import Scenario
from ._sweep import Sweep
from ._table import Table
from ._topline import __version__

__all__ = [
    "Comparison",
    "Decision",
    "Decomposition",
    "Difference",
    "Distribution",
    "Explanation",
    "Picture",
    "Problem",
    "Report",
    "Result",
    "Run",
    "RunError",
    "Scenario",
    "ScenarioError",
    "SearchResult",
    "Sensitivity",
    "Sweep",
    "SweepResult",
    "Table",
    "ToplineError",
    "ToplineWarning",
    "UsageError",
    "Validation",
    "__version__",
    "compare",
    "decide",
    "decompose",
    "ema",
    "explain",
    "instruments",
    "open",
    "optuna",
    "outcomes",
    "parameters",
    "run",
    "salib",
    "scenarios",
    "search",
    "sensitivity",
    "sweep",
    "validate",
]
