#!/bin/sh
# Holds the release build to the snapshots, byte for byte: bits must not depend on the build.
# Further flags for the compiler come from RUSTFLAGS, for example RUSTFLAGS="-C target-cpu=native".
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
cargo build --release --quiet
quarters=$(sed -n 2p tests/snapshots/hashes.csv | cut -d, -f2)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for instructions in sse2 avx2 avx512; do # a machine that lacks one takes its widest
    TOPLINE_CPU=$instructions "${CARGO_TARGET_DIR:-target}/release/topline" run scenarios/*.toml \
        --quarters "$quarters" --replicates 2 --seed 1 --quiet --out "$out/$instructions"
    if ! cmp "$out/$instructions/runs.csv" tests/snapshots/outcomes.csv; then
        echo "the release build on $instructions gives other results than tests/snapshots/outcomes.csv" >&2
        exit 1
    fi
done
echo "the release build gives the snapshots"
