#!/bin/sh
# Makes docs/assumptions.md and the screening that it is made of. About 300 CPU-seconds.
set -eu
cd "$(dirname "$0")/.."
topline=${TOPLINE:-target/release/topline}
"$topline" screen baseline --trajectories 10 --replicates 6 --seed 1 --write-docs docs/assumptions.md --force --out output/screening
cp output/screening/screening.csv docs/screening.csv
