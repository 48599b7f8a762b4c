#!/bin/sh
# Runs the recipes of docs/r.md, as they stand there, with R and readr.
#
#     scripts/check_r.sh [PROGRAM]        default: target/release/topline
set -eu
cd "$(dirname "$0")/.."
TOPLINE=$(realpath "${1:-target/release/topline}")
export TOPLINE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk '/^```r$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/r.md > "$work/recipes.R"
[ "$(grep -c '^library(readr)' "$work/recipes.R")" -eq 3 ]
(cd "$work" && Rscript recipes.R && test -s exports.svg)
