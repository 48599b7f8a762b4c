#!/usr/bin/env python3
"""Sets NSGA-II and NSGA-III (pymoo) and random mixes on the problem of a search, and compares them with `topline search`.

    scripts/compare_search.py --runs 100000 --macro 10                      the comparison in full
    scripts/compare_search.py --runs 4000 --macro 10 --short                the same in a small economy, in minutes

Needs pymoo. Every method has the same number of runs. What a method claims is the mean of its reported mixes over the runs that it
made of them; what is true is their mean over fresh blocks. The hypervolume is that of differences to the baseline, in units of
epsilon, from the origin. optimism: claimed less true, mean over reported mixes and objectives, in epsilons; topline claims the means
over its own fresh blocks. false members: reported mixes that another reported or known one beats by more than epsilon in every
objective, by true means.
"""

import argparse, csv, json, os, subprocess, tempfile

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.algorithms.moo.nsga3 import NSGA3
from pymoo.core.problem import Problem
from pymoo.indicators.hv import HV
from pymoo.optimize import minimize
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting
from pymoo.util.ref_dirs import get_reference_directions

FRESH = 3_000_000


class Topline:
    """The program as a coprocess."""

    def __init__(self, program, file, options):
        command = [program, "search", file, "--evaluate", *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def values(self, mixes, first, blocks):
        question = {"mixes": [{"money": m.tolist(), "variant": [0] * len(m)} for m in mixes], "first": first, "blocks": blocks}
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        values = json.loads(self.process.stdout.readline())["values"]
        return np.array(values, dtype=float)[:, :, :-1]


def money_of(x, budget):
    """Whole M KRW from numbers in the unit cube: shares in proportion to -ln u, so that every mix is as likely."""
    weight = -np.log(np.clip(1.0 - x, 1e-12, 1.0))
    upto = np.round(np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True) * budget).astype(int)
    return np.diff(np.concatenate([np.zeros((len(x), 1), dtype=int), upto], axis=1), axis=1)


class Mixes(Problem):
    def __init__(self, topline, parts, budget, epsilon, replicates, seed):
        super().__init__(n_var=parts, n_obj=len(epsilon), xl=0.0, xu=1.0)
        self.topline, self.budget, self.epsilon, self.replicates, self.at = topline, budget, epsilon, replicates, seed * 50_000

    def _evaluate(self, x, out, *args, **kwargs):
        # Differences to the baseline under common random numbers, which are new ones in each generation.
        mixes = np.concatenate([np.zeros((1, x.shape[1]), dtype=int), money_of(x, self.budget)])
        values = self.topline.values(mixes, self.at, self.replicates).mean(axis=1)
        self.at += self.replicates
        out["F"] = -(values[1:] - values[0]) / self.epsilon


def front(values):
    return NonDominatedSorting().do(-values, only_non_dominated_front=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=100_000)
    arguments.add_argument("--macro", type=int, default=10)
    arguments.add_argument("--blocks", type=int, default=400, help="fresh blocks of what is true")
    arguments.add_argument("--short", action="store_true")
    arguments.add_argument("--program", default=os.environ.get("TOPLINE", "target/release/topline"))
    given = arguments.parse_args()
    options = ["--quarters", "8", "--scale", "0.2"] if given.short else []
    budget, parts = 6000 if given.short else 30000, ["production_grant", "creator_training", "brokerage", "touring_voucher"]
    outcomes, epsilon = ["export_revenue", "small_label_exports"], np.array([1.0, 0.3] if given.short else [20.0, 3.0])
    folder = tempfile.mkdtemp()

    def file(seed):
        aims = "".join(f'[[objectives]]\noutcome = "{o}"\nepsilon = {e}\n' for o, e in zip(outcomes, epsilon))
        tables = "".join(f"[instruments.{p}]\n" for p in parts)
        candidates = 12
        effort = f"[screen]\nruns = {given.runs // 3}\n[certify]\ncandidates = {candidates}\nblocks = {max(40, given.runs // 3 // candidates)}\nchallenge = 0\n"
        path = f"{folder}/search_{seed}.toml"
        open(path, "w").write(f'title = "t"\nwhy = "w"\nbudget = {budget}\nseed = {seed}\n{aims}{tables}{effort}')
        return path

    judge = Topline(given.program, file(1), options)
    nothing = judge.values(np.zeros((1, len(parts)), dtype=int), FRESH, given.blocks).mean(axis=1)
    true = lambda mixes: (judge.values(mixes, FRESH, given.blocks).mean(axis=1) - nothing) / epsilon
    found = {}

    def keep(method, mixes, claimed, runs):
        found.setdefault(method, []).append((true(mixes), claimed, runs))

    for macro in range(given.macro):
        seed = macro + 1
        for replicates in (8, 32):
            for name, algorithm in (("NSGA-II", NSGA2(pop_size=40)), ("NSGA-III", NSGA3(get_reference_directions("das-dennis", 2, n_partitions=39)))):
                problem = Mixes(judge, len(parts), budget, epsilon, replicates, seed)
                result = minimize(problem, algorithm, ("n_eval", given.runs // replicates), seed=seed)
                mixes = money_of(np.atleast_2d(result.X), budget)
                keep(f"{name}, {replicates} replicates", mixes, -np.atleast_2d(result.F), given.runs)
            rng = np.random.default_rng(seed)
            mixes = money_of(rng.random((given.runs // replicates, len(parts))), budget)
            at = seed * 50_000
            values = np.concatenate([judge.values(chunk, at, replicates).mean(axis=1) for chunk in np.array_split(mixes, max(1, len(mixes) // 200))])
            base = judge.values(np.zeros((1, len(parts)), dtype=int), at, replicates).mean(axis=1)
            best = front(values / epsilon)
            keep(f"random, {replicates} replicates", mixes[best], (values[best] - base) / epsilon, given.runs)
        out = f"{folder}/out_{seed}"
        subprocess.run([given.program, "search", file(seed), "-o", out, "-q", *options], check=True)
        runs = json.load(open(f"{out}/manifest.json"))["counts"]["runs"]
        rows = [row for row in csv.DictReader(open(f"{out}/frontier.csv")) if row["status"] == "reported"]
        mixes = np.array([[round(float(row[f"share.{p}"]) * budget) for p in parts] for row in rows])
        claimed = np.array([[float(row[f"{o}.gain"]) for o in outcomes] for row in rows]) / epsilon
        keep("topline search", mixes, claimed, runs)

    every = np.concatenate([t for results in found.values() for t, _, _ in results])
    volume = HV(ref_point=np.zeros(2))
    known = volume(-np.maximum(every[front(every)], 0.0))
    print(f"{given.macro} macro-replications, hypervolume of all that is known {known:.2f}\n")
    print("| method | runs | mixes reported | true hypervolume, share of known | optimism, epsilons | false members |\n| --- | --- | --- | --- | --- | --- |")
    for method, results in found.items():
        share = [volume(-np.maximum(t, 0.0)) / known for t, _, _ in results]
        optimism = [float((c - t).mean()) for t, c, _ in results]
        beaten = [float(np.mean([np.any(np.all(every > row + 1.0, axis=1)) for row in t])) for t, _, _ in results]
        spread = lambda numbers: f"{np.mean(numbers):.2f} ± {1.96 * np.std(numbers, ddof=1) / len(numbers) ** 0.5:.2f}" if len(numbers) > 1 else f"{numbers[0]:.2f}"
        runs, size = np.mean([r for _, _, r in results]), np.mean([len(t) for t, _, _ in results])
        print(f"| {method} | {runs:.0f} | {size:.1f} | {spread(share)} | {spread(optimism)} | {100 * np.mean(beaten):.0f} % |")


if __name__ == "__main__":
    main()
