#!/bin/sh
# Holds the release build to the golden results, byte for byte: bits must not depend on the build.
# Further flags for the compiler come from RUSTFLAGS, for example RUSTFLAGS="-C target-cpu=native".
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
cargo build --release --quiet
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${CARGO_TARGET_DIR:-target}/release/topline" run scenarios/*.toml \
    --quarters 4 --replicates 2 --seed 1 --quiet --out "$out/run"
if cmp "$out/run/runs.csv" tests/golden/outcomes.csv; then
    echo "the release build gives the golden results"
else
    echo "the release build gives other results than tests/golden/outcomes.csv" >&2
    exit 1
fi
