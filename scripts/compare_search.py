#!/usr/bin/env python3
"""Sets NSGA-II and NSGA-III (pymoo) and random mixes on the problem of a search, and compares them with `topline search`.

    scripts/compare_search.py --runs 100000 --macro 10                      the whole economy: days of processors
    scripts/compare_search.py --runs 100000 --macro 10 --short --blocks 1000   the same in a small economy: two and a half hours of a processor

Needs pymoo. NSGA and random mixes are stopped at parts of the runs (5, 20 and 100 per cent) and asked for what they would report then;
`topline search` is run anew for each part up to a fifth, with no more runs in all. What a method claims is the mean of its reported mixes over the
runs that it made of them; what is true is their mean over fresh blocks, which no method has used. The hypervolume is that of
differences to the baseline, in units of epsilon, from the origin; its share is of all mixes that any method reported, and the blocks
are the same for all. optimism: claimed less true, mean over reported mixes and objectives, in epsilons; topline claims the means
over its own fresh blocks, and what is true is measured on other blocks in each macro-replication (a quarter as many), so that its
interval has the luck of both. false members: reported mixes that a mix reported by any method beats by more than epsilon in every objective, by true means.
"""

import argparse
import csv
import json
import os
import subprocess
import tempfile

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.algorithms.moo.nsga3 import NSGA3
from pymoo.core.callback import Callback
from pymoo.core.problem import Problem
from pymoo.indicators.hv import HV
from pymoo.optimize import minimize
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting
from pymoo.util.ref_dirs import get_reference_directions

FRESH = 3_000_000
PARTS = (0.05, 0.2, 1.0)
FIFTH = 0.2


class Topline:
    """The program as a coprocess."""

    def __init__(self, program, file, options):
        command = [program, "search", file, "--evaluate", *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.known = {}

    def values(self, mixes, first, blocks):
        """Objectives of each mix in each block."""
        question = {"mixes": [{"money": m.tolist(), "variant": [0] * len(m)} for m in mixes], "first": first, "blocks": blocks}
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        values = json.loads(self.process.stdout.readline())["values"]
        return np.array(values, dtype=float)[:, :, :-1]

    def gains(self, mixes, first, blocks):
        """Mean difference of each mix to the baseline, under the same draws."""
        none = np.zeros((1, len(mixes[0])), dtype=int)
        means = np.concatenate([self.values(some, first, blocks).mean(axis=1) for some in batches(np.concatenate([none, mixes]))])
        return means[1:] - means[0]

    def true(self, mixes, first, blocks):
        """As `gains`; a mix is measured once."""
        new = {tuple(m): m for m in mixes if (first, *m) not in self.known}
        if new:
            for mix, gain in zip(new, self.gains(np.array(list(new.values())), first, blocks)):
                self.known[first, *mix] = gain
        return np.array([self.known[first, *m] for m in mixes])


def batches(mixes):
    return np.array_split(mixes, max(1, len(mixes) // 200))


def money_of(x, budget):
    """Whole M KRW from numbers in the unit cube: shares in proportion to -ln u, so that every mix is as likely."""
    weight = -np.log(np.clip(1.0 - x, 1e-12, 1.0))
    upto = np.round(np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True) * budget).astype(int)
    return np.diff(np.concatenate([np.zeros((len(x), 1), dtype=int), upto], axis=1), axis=1)


def front(values):
    return NonDominatedSorting().do(-values, only_non_dominated_front=True)


class Mixes(Problem):
    """The search as pymoo sees it: differences to the baseline under draws that are new in each generation."""

    def __init__(self, topline, parts, budget, epsilon, replicates, seed):
        super().__init__(n_var=parts, n_obj=len(epsilon), xl=0.0, xu=1.0)
        self.topline, self.budget, self.epsilon, self.replicates, self.at = topline, budget, epsilon, replicates, seed * 50_000

    def _evaluate(self, x, out, *args, **kwargs):
        out["F"] = -self.topline.gains(money_of(x, self.budget), self.at, self.replicates) / self.epsilon
        self.at += self.replicates


class Stops(Callback):
    """What an algorithm would report after each part of the runs."""

    def __init__(self, runs, replicates):
        super().__init__()
        self.runs, self.replicates, self.reported = runs, replicates, {}

    def notify(self, algorithm):
        for part in PARTS:
            # A generation of 40 is the smallest step; what stands nearest to the part is taken.
            if part not in self.reported and (algorithm.evaluator.n_eval + 20) * self.replicates >= part * self.runs:
                self.reported[part] = (algorithm.opt.get("X"), -algorithm.opt.get("F"))


class Question:
    """The sum, the instruments and the aims."""

    def __init__(self, short):
        self.options = ["--quarters", "8", "--scale", "0.2"] if short else []
        self.budget = 6000 if short else 30000
        self.parts = ["production_grant", "brokerage", "touring_voucher", "localisation_voucher"]
        # What serves the one hardly serves the other: vouchers against grants.
        self.outcomes = ["export_revenue", "startups_alive"]
        self.epsilon = np.array([0.5, 0.05] if short else [20.0, 0.5])

    def file(self, folder, seed, runs):
        """A search file that makes no more than so many runs: a third to screen, a third to refine, a third of fresh blocks."""
        aims = "".join(f'[[objectives]]\noutcome = "{o}"\nepsilon = {e}\n' for o, e in zip(self.outcomes, self.epsilon))
        tables = "".join(f"[instruments.{p}]\n" for p in self.parts)
        # 64 blocks before a mix may become a candidate, and some 150 fresh ones after: chosen on seeds 21 to 24, which the comparison does not use.
        population = 8 if runs < 10_000 else 24
        generations = max(1, min(6, runs // 3 // (population * 64)))
        candidates = max(4, min(40, runs // 3 // 140))
        effort = f"[screen]\nruns = {max(100, runs // 3)}\n[refine]\ngenerations = {generations}\npopulation = {population}\n"
        effort += f"[certify]\ncandidates = {candidates}\nblocks = {max(40, runs // 3 // candidates)}\nchallenge = 0\n"
        path = f"{folder}/search_{seed}_{runs}.toml"
        with open(path, "w") as file:
            file.write(f'title = "t"\nwhy = "w"\nbudget = {self.budget}\nseed = {seed}\n{aims}{tables}{effort}')
        return path


def by_pymoo(question, judge, given, seed):
    for replicates in (8, 32):
        for name, algorithm in (("NSGA-II", NSGA2(pop_size=40)), ("NSGA-III", NSGA3(get_reference_directions("das-dennis", 2, n_partitions=39)))):
            problem = Mixes(judge, len(question.parts), question.budget, question.epsilon, replicates, seed)
            stops = Stops(given.runs, replicates)
            minimize(problem, algorithm, ("n_eval", given.runs // replicates), seed=seed, callback=stops)
            for part, (x, claimed) in stops.reported.items():
                yield f"{name}, {replicates} replicates", part, money_of(np.atleast_2d(x), question.budget), np.atleast_2d(claimed), part * given.runs


def at_random(question, judge, given, seed):
    for replicates in (8, 32):
        x = np.random.default_rng(seed).random((given.runs // replicates, len(question.parts)))
        mixes = money_of(x, question.budget)
        gains = judge.gains(mixes, seed * 50_000, replicates) / question.epsilon
        for part in PARTS:
            some = gains[: max(1, round(part * len(mixes)))]
            best = front(some)
            yield f"random, {replicates} replicates", part, mixes[best], some[best], part * given.runs


def by_topline(question, given, seed, folder):
    for part in (part for part in PARTS if part <= FIFTH):
        path, out = question.file(folder, seed, round(part * given.runs)), f"{folder}/out_{seed}_{part}"
        subprocess.run([given.program, "search", path, "-o", out, "-q", *question.options], check=True)
        with open(f"{out}/manifest.json") as file:
            runs = json.load(file)["counts"]["runs"]
        with open(f"{out}/frontier.csv") as file:
            rows = [row for row in csv.DictReader(file) if row["status"] == "reported"]
        mixes = np.array([[round(float(row[f"share.{p}"]) * question.budget) for p in question.parts] for row in rows])
        claimed = np.array([[float(row[f"{o}.gain"]) for o in question.outcomes] for row in rows]) / question.epsilon
        yield "topline search", part, mixes, claimed, runs


def spread(numbers):
    """Mean and half its interval of 95 % (normal)."""
    if len(numbers) < 2:
        return f"{numbers[0]:.2f}"
    return f"{np.mean(numbers):.2f} ± {1.96 * np.std(numbers, ddof=1) / len(numbers) ** 0.5:.2f}"


def table(found, macro):
    """found: (method, part) -> [(true, optimism, runs)], one for each macro-replication."""
    every = np.concatenate([true for results in found.values() for true, _, _ in results])
    volume = HV(ref_point=np.zeros(2))
    known = volume(-np.maximum(every[front(every)], 0.0))
    shares = {key: [volume(-np.maximum(true, 0.0)) / known for true, _, _ in results] for key, results in found.items()}
    print(f"{macro} macro-replications, hypervolume of all that is known {known:.2f}\n")
    print("| method | " + " | ".join(f"{100 * part:.0f} %" for part in PARTS) + " | runs to 95 % |\n| --- |" + " --- |" * (len(PARTS) + 1))
    methods = list(dict.fromkeys(method for method, _ in found))
    for method in methods:
        measured = [part for part in PARTS if (method, part) in found]
        enough = [part for part in measured if np.mean(shares[method, part]) >= 0.95]
        first = f"{np.mean([runs for _, _, runs in found[method, enough[0]]]):.0f}" if enough else "more"
        print(f"| {method} | " + " | ".join(spread(shares[method, part]) if part in measured else "" for part in PARTS) + f" | {first} |")
    print("\n| method | runs | mixes reported | optimism, epsilons | false members |\n| --- | --- | --- | --- | --- |")
    for method in methods:
        for part in (FIFTH, 1.0):
            results = found.get((method, part), [])
            if results:
                beaten = np.mean([np.mean([np.any(np.all(every > row + 1.0, axis=1)) for row in true]) for true, _, _ in results])
                runs, size = np.mean([r for _, _, r in results]), np.mean([len(true) for true, _, _ in results])
                print(f"| {method} | {runs:.0f} | {size:.1f} | {spread([o for _, o, _ in results])} | {100 * beaten:.0f} % |")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=100_000)
    arguments.add_argument("--macro", type=int, default=10)
    arguments.add_argument("--blocks", type=int, default=2000, help="fresh blocks of what is true")
    arguments.add_argument("--short", action="store_true")
    arguments.add_argument("--program", default=os.environ.get("TOPLINE", "target/release/topline"))
    given = arguments.parse_args()
    question, folder = Question(given.short), tempfile.mkdtemp()
    judge = Topline(given.program, question.file(folder, 1, given.runs), question.options)
    found = {}
    for macro in range(given.macro):
        seed = macro + 1
        for source in (by_topline(question, given, seed, folder), by_pymoo(question, judge, given, seed), at_random(question, judge, given, seed)):
            for method, part, mixes, claimed, runs in source:
                true = judge.true(mixes, FRESH, given.blocks) / question.epsilon
                elsewhere = judge.true(mixes, FRESH + seed * 50_000, given.blocks // 4) / question.epsilon
                found.setdefault((method, part), []).append((true, float((claimed - elsewhere).mean()), runs))
        table(found, macro + 1)
        print(flush=True)


if __name__ == "__main__":
    main()
