#!/usr/bin/env bash
# Makes every generated file anew, each from what comes before it.
#
#     scripts/refresh.sh               everything: about half an hour of processor time beside the builds
#     scripts/refresh.sh --quick       only what takes seconds beside the builds: documents, schema, pages from their tables, snapshots
#     scripts/refresh.sh STEP...       these alone, in the order below; --list names them
#
# After a change that moves no number, `git diff` is empty. After one that does, commit what this writes apart from it.
# The worlds and the instruction counts are the longest; `--skip STEP` (repeatable) leaves one out.
set -euo pipefail
cd "$(dirname "$0")/.."

quick=(docs schema pages snapshots)
all=(docs schema snapshots validation assumptions core worlds evidence golden pages operations instructions)

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'; }
fail() { printf 'error: %s; allowed: --quick, --skip STEP, --list, or steps: %s\n' "$1" "${all[*]}" >&2; exit 2; }
known() { [[ " ${all[*]} " == *" $1 "* ]]; }

asked=() skipped=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit ;;
        --list) printf '%s\n' "${all[@]}"; exit ;;
        --quick) asked+=("${quick[@]}") ;;
        --skip) known "${2:-}" || fail "no step to skip is called \`${2:-}\`"; skipped+=("$2"); shift ;;
        *) known "$1" || fail "no step is called \`$1\`"; asked+=("$1") ;;
    esac
    shift
done
[ ${#asked[@]} -gt 0 ] || asked=("${all[@]}")

target=${CARGO_TARGET_DIR:-target}
export TOPLINE=${TOPLINE:-$target/release/topline}
built=
release() { [ -n "$built" ] || cargo build --quiet --release; built=yes; }

# A file is written beside its place first: a step that fails leaves the old one.
write_to() { local file=$1; shift; "$@" >"$file.unfinished" && mv "$file.unfinished" "$file" || { rm -f "$file.unfinished"; return 1; }; }

docs() { cargo run --quiet --example write_docs; }
schema() { write_to scenarios/scenario.schema.json cargo run --quiet -- schema; }
snapshots() { TOPLINE_REFRESH_SNAPSHOTS=1 cargo test --quiet --test snapshots; }
validation() { release; scripts/validation.sh; }
assumptions() { release; scripts/assumptions.sh; }
core() { cargo run --quiet --release --example write_core -- measure; }
worlds() { release; scripts/worlds.sh; }
evidence() { release; scripts/evidence.sh; }
golden() { release; scripts/golden.sh; }
pages() { cargo run --quiet --example write_pages; }
operations() { write_to src/experiment/bench/operations.csv cargo run --quiet --release --features tally --example count_operations; }
instructions() { benches/check_instructions.sh --refresh; }

for step in "${all[@]}"; do
    [[ " ${asked[*]} " == *" $step "* && " ${skipped[*]-} " != *" $step "* ]] || continue
    printf '== %s\n' "$step"
    "$step"
done
git status --short
