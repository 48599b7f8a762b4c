#!/usr/bin/env bash
# Compares instruction counts with those committed, and fails where one is more than 5 % higher.
#
#     benches/check_instructions.sh             compare
#     benches/check_instructions.sh --refresh   write the counts of today into benches/instructions.csv
#
# Needs valgrind. Installs the runner of gungraun where its version is missing. Counts hold for one
# version of Rust: after an update of the compiler, refresh them in a commit of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

committed=benches/instructions.csv
allowed=5

fail() { printf 'error: %s\n' "$1" >&2; exit 1; }

command -v valgrind >/dev/null || fail "valgrind is missing: apt-get install valgrind"
version=$(grep -A1 '^name = "gungraun-runner"' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')
if ! gungraun-runner --version 2>/dev/null | grep -qF "$version"; then
    cargo install --quiet --locked gungraun-runner --version "$version"
fi

counted=$(mktemp)
trap 'rm -f "$counted"' EXIT
# A bench is named in a line of its own (`instructions::group::function case:(...)`); its counts follow.
cargo bench --quiet --features instructions --bench instructions |
    awk '/^instructions::/ { split($1, path, "::"); sub(/:.*/, "", $2); name = path[3] "/" $2 }
         $1 == "Instructions:" { split($2, count, "|"); print name "," count[1] }' >"$counted"
[ -s "$counted" ] || fail "the bench printed no instruction counts"

if [ "${1:-}" = --refresh ]; then
    { printf 'name,instructions\n'; cat "$counted"; } >"$committed"
    printf 'wrote %s\n' "$committed"
    exit
fi

awk -F, -v allowed="$allowed" -v file="$committed" '
    FNR == 1 && NR == 1 { next }
    NR == FNR { before[$1] = $2; next }
    !($1 in before) { printf "error: %s is not in %s\n", $1, file; bad = 1; next }
    {
        change = 100 * ($2 / before[$1] - 1)
        worse = change > allowed
        printf "%-28s %12d -> %12d  %+6.1f %%%s\n", $1, before[$1], $2, change, worse ? "  WORSE" : ""
        if (worse) { list = list " " $1; bad = 1 }
        if (change < -allowed) better = 1
        delete before[$1]
    }
    END {
        for (name in before) { printf "error: %s of %s was not counted\n", name, file; bad = 1 }
        if (list) printf "error: more than %d %% more instructions than committed in:%s\n", allowed, list
        if (better) print "note: some take far fewer than committed; keep that with: benches/check_instructions.sh --refresh"
        if (bad) print "If this is meant, write the new counts with: benches/check_instructions.sh --refresh"
        exit bad
    }' "$committed" "$counted"
