#!/bin/sh
# Makes docs/validation.csv: the patterns of evidence beside what the shipped baseline shows. About 60 CPU-seconds.
set -eu
cd "$(dirname "$0")/.."
topline=${TOPLINE:-target/release/topline}
"$topline" validate baseline --seed 1 --replicates 200 --force --out output/validation
cp output/validation/validation.csv docs/validation.csv
