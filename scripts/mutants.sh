#!/usr/bin/env bash
# How many faults the tests would find: a seeded sample of mutants of model, policy and outcome, tested without snapshots.
#
#     scripts/mutants.sh [SAMPLE] [SEED]        about 120 mutants of seed 1
#
# cargo-mutants (cargo install cargo-mutants --locked) changes one operator, constant or function at a time. Snapshots
# would catch any change and say nothing; the tests below must know what is right. The sample is every n-th mutant,
# from the place that the seed gives: it spreads over all files, and seeds 0 to n - 1 have no mutant in common.
# Each mutant meets the unit tests of these three first, hardly optimised: seconds to build, seconds to run. Those that live
# meet all unit tests and those that simulate.
# Prints how many were caught, missed and unviable (they do not compile), and the share caught of the viable with
# its interval of 95 % (Wilson). Those missed are in target/mutants/runs/mutants.out/missed.txt, each log beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
sample=${1:-120} seed=${2:-1}
out=${CARGO_TARGET_DIR:-$PWD/target}/mutants
units=(--lib -- model:: policy:: outcome::)
runs=(--lib --test additionality --test direction --test events --test government --test identities --test invariants
    --test mechanisms --test neutral --test properties --test reproduce --test steady)
files=(--file 'src/model/**/*.rs' --file 'src/policy/**/*.rs' --file 'src/outcome/**/*.rs')

mkdir -p "$out"
all=$(cargo mutants "${files[@]}" --list | wc -l)
every=$((all / sample > 0 ? all / sample : 1))
shard=(--shard "$((seed % every))/$every" --sharding round-robin)
echo "$(cargo mutants "${files[@]}" "${shard[@]}" --list | wc -l) of $all mutants, seed $seed"

# FOLDER OPTIMISED TESTS WHICH...: tests these mutants by the tests of the array named. The target folder is kept from call to
# call, so that dependencies are built once.
stage() {
    local folder=$1 optimised=$2 status=0
    local -n tests=$3
    shift 3
    CARGO_PROFILE_MUTANTS_OPT_LEVEL=$optimised CARGO_TARGET_DIR=$out/build cargo mutants "${files[@]}" "$@" --profile mutants --output "$out/$folder" --jobs 1 --no-default-features \
        --timeout-multiplier 4 --minimum-test-timeout 90 --build-timeout-multiplier 5 --colors never -- "${tests[@]}" || status=$?
    # 2: some were missed; 3: some ran too long. All else is a failure of the run itself.
    case $status in 0 | 2 | 3) ;; *) exit "$status" ;; esac
}

rm -rf "$out/units"
stage units 0 units "${shard[@]}"
# Patterns would not choose those that are left (fields of structs are mutated whatever is asked for): all others count as caught before.
missed=$out/units/mutants.out/missed.txt
rm -rf "$out/runs"
if [ -s "$missed" ]; then
    mkdir -p "$out/runs/mutants.out"
    cargo mutants "${files[@]}" --list | grep -vxFf "$missed" >"$out/runs/mutants.out/caught.txt"
    stage runs 1 runs --iterate
fi

python3 - "$out" <<'EOF'
import math, pathlib, sys
def count(stage, name):
    file = pathlib.Path(sys.argv[1], stage, "mutants.out", name + ".txt")
    return sum(1 for _ in file.open()) if file.exists() else 0
caught, late, unviable = (sum(count(stage, name) for stage in ("units", "runs")) for name in ("caught", "timeout", "unviable"))
missed = count("runs", "missed")
assert count("units", "missed") == sum(count("runs", name) for name in ("caught", "timeout", "unviable", "missed")), "a mutant was lost between the stages"
print(f"by unit tests {count('units', 'caught')}, by runs {count('runs', 'caught')}")
# A mutant that runs without end is found too: its tests do not pass.
found, viable, z = caught + late, caught + late + missed, 1.959964
print(f"caught {caught}, without end {late}, missed {missed}, unviable {unviable}")
if viable:
    share, widened = found / viable, 1 + z * z / viable
    middle = (share + z * z / (2 * viable)) / widened
    half = z * math.sqrt(share * (1 - share) / viable + (z / (2 * viable)) ** 2) / widened
    print(f"caught {share:.1%} of {viable} viable mutants (95 % interval {middle - half:.1%} to {middle + half:.1%})")
EOF
