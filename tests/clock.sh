#!/usr/bin/env bash
# A sweep under clocks that lie: begun decades ahead, gone on with decades back, under a clock that jumps forth and back
# while it runs. Exit codes, runs and bytes must be those of an undisturbed sweep.
#
#     tests/clock.sh [topline]
#
# Needs Debian's faketime. It lies about the time of day and about the clock that measures how long something took.
set -euo pipefail
cd "$(dirname "$0")/.."
topline=$(realpath "${1:-target/release/topline}")
library=$(find /usr/lib /usr/local/lib -name 'libfaketimeMT.so.1' -print -quit 2>/dev/null)
[ -n "$library" ] || { echo "failed: libfaketimeMT.so.1 is missing (Debian: faketime)"; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sweep=(tax_credit --quarters 4 --scale 0.05 --replicates 400)
"$topline" sweep "${sweep[@]}" --out "$scratch/undisturbed" --quiet

# The program under the clock that a file says, which is read at every look at the clock.
false_clock=(env "FAKETIME_TIMESTAMP_FILE=$scratch/clock" FAKETIME_NO_CACHE=1 "LD_PRELOAD=$library")
# A sweep in the background that is told to stop when its log has grown, and must end with 130.
log="$scratch/out/journal/runs-0.log"
size() { stat -c %s "$log" 2>/dev/null || echo 0; }
interrupt() {
    local before process code=0
    before=$(size)
    "${false_clock[@]}" "$topline" sweep "${sweep[@]}" --out "$scratch/out" --threads 1 "$@" >>"$scratch/said" 2>>"$scratch/said" &
    process=$!
    for _ in $(seq 3000); do
        [ "$(size)" -gt $((before + 1000)) ] && break
        sleep 0.005
    done
    [ -n "${jumps:-}" ] && for clock in $jumps; do echo "$clock" >"$scratch/clock"; sleep 0.05; done
    kill -INT "$process"
    wait "$process" || code=$?
    [ "$code" = 130 ] || { echo "failed: exit code $code"; cat "$scratch/said"; exit 1; }
}

echo "+40y" >"$scratch/clock"
interrupt
echo "-30y" >"$scratch/clock"
interrupt --resume
jumps="+20y -20y +1d -1d +0" interrupt --resume
held=$("$topline" status "$scratch/out")
echo "-10y" >"$scratch/clock"
"${false_clock[@]}" "$topline" sweep "${sweep[@]}" --out "$scratch/out" --resume --quiet 2>>"$scratch/said"
for table in design.csv runs.csv summary.csv datapackage.json; do
    cmp "$scratch/undisturbed/$table" "$scratch/out/$table"
done
cat "$scratch/said"
# The program says how long it takes only when asked by time; what it then says must make sense.
if grep -E 'panicked|[0-9]{3,}\.[0-9] days' "$scratch/said"; then
    echo "failed: that makes no sense"
    exit 1
fi
echo "passed: interrupted at three false clocks (${held%%$'\n'*}), the rest under a fourth, gives the bytes of an undisturbed sweep"
