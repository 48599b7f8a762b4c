#!/bin/sh
# Makes scenarios/worlds.csv (plausible worlds) and docs/pinned.csv (what the evidence pins down).
# Killed on the way, it goes on where it stood. About 500 CPU-seconds.
set -eu
cd "$(dirname "$0")/.."
topline=${TOPLINE:-target/release/topline}
"$topline" calibrate baseline --seed 1 --points 400 --replicates 8 --waves 12 --confirm 32 --worlds 80 --force --out output/worlds
cp output/worlds/worlds.csv scenarios/worlds.csv
cp output/worlds/pinned.csv docs/pinned.csv
