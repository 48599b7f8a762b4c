#!/usr/bin/env bash
# A real Slurm on two virtual nodes of this machine runs the scripts that `topline slurm` prints. A search runs on both nodes at
# once; then a sweep, in the middle of which one node is killed. Both must end right all the same, with the bytes of one process.
#
#     tests/slurm.sh [topline]
#
# Needs root and Debian's slurm-wlm and munge, which it installs. Everything it makes lies in one scratch folder.
set -euo pipefail
cd "$(dirname "$0")/.."
topline=$(realpath "${1:-target/release/topline}")

if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends slurm-wlm munge >/dev/null 2>&1
fi

scratch=$(mktemp -d)
processes=()
stop() {
    for ((i = ${#processes[@]} - 1; i >= 0; i--)); do kill "${processes[i]}" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$scratch"
}
trap stop EXIT

mkdir -p "$scratch"/{munge,state,spool.n1,spool.n2,log}
chmod 700 "$scratch/munge"
dd if=/dev/urandom of="$scratch/munge/munge.key" bs=128 count=1 status=none
chmod 400 "$scratch/munge/munge.key"
host=$(hostname -s)
export SLURM_CONF="$scratch/slurm.conf"
cat >"$SLURM_CONF" <<END
ClusterName=local
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge/munge.sock,cred_expire=5
CryptoType=crypto/munge
SlurmctldPort=16817
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool.%n
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.%n.pid
SlurmctldLogFile=$scratch/log/slurmctld.log
SlurmdLogFile=$scratch/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0
MpiDefault=none
ReturnToService=2
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MaxArraySize=10001
InactiveLimit=0
KillWait=5
MinJobAge=300
SlurmctldTimeout=10
SlurmdTimeout=10
SlurmdParameters=config_overrides
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=16821 CPUs=1 RealMemory=8000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=16822 CPUs=1 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
END

begin() { "$@" >>"$scratch/log/out" 2>&1 & processes+=($!); }
# Waits until a command answers yes.
until_true() {
    local what=$1 seconds=$2; shift 2
    for _ in $(seq $((seconds * 5))); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    echo "failed: $what took longer than $seconds s"
    tail -n 20 "$scratch"/log/* "$scratch"/sh*/journal/slurm/* 2>/dev/null || true
    exit 1
}

begin munged --foreground --force --key-file="$scratch/munge/munge.key" --socket="$scratch/munge/munge.sock" \
    --pid-file="$scratch/munge/munged.pid" --log-file="$scratch/munge/munged.log" --seed-file="$scratch/munge/munged.seed"
until_true "munge" 20 test -S "$scratch/munge/munge.sock"
begin slurmctld -c -D -f "$SLURM_CONF"
begin slurmd -D -f "$SLURM_CONF" -N n1
begin slurmd -D -f "$SLURM_CONF" -N n2
victim=${processes[3]}
both_idle() { [ "$(sinfo -h -N -o %T | grep -cx idle)" = 2 ]; }
until_true "the two nodes" 60 both_idle

cat >"$scratch/small.toml" <<'END'
title = "A search on two nodes"
why = "Shards read the runs of one another."
budget = "2 bn KRW"
[[objectives]]
outcome = "export_revenue"
epsilon = 20
[instruments.production_grant]
[instruments.touring_voucher]
[lattice]
units = 4
[screen]
runs = 300
[refine]
generations = 2
population = 4
[certify]
candidates = 3
blocks = 60
challenge = 4
END
search=("$scratch/small.toml" --quarters 4 --scale 0.05)
"$topline" search "${search[@]}" --out "$scratch/search" --quiet
"$topline" slurm "${search[@]}" --shards 2 --out "$scratch/shards" | sh
searched() { test -f "$scratch/shards/manifest.json" && [ -z "$(squeue -h -o %i)" ]; }
until_true "the search" 60 searched
for table in frontier.csv certificate.json settled.csv; do
    cmp "$scratch/search/$table" "$scratch/shards/$table"
done
grep -q "^shard 1/2: " "$scratch"/shards/journal/slurm/*.log
echo "passed: a search of 2 shards on two nodes gives the bytes of one process"

sweep=(platform_terms --quarters 4 --scale 0.05 --replicates 100)
"$topline" sweep "${sweep[@]}" --out "$scratch/one" --quiet
"$topline" slurm "${sweep[@]}" --shards 6 --out "$scratch/sharded" | sh

# The second node dies with what it runs.
runs_on_n2() { [ -n "$(squeue -h -w n2 -t R -o %i)" ] && ls "$scratch"/sharded/journal/*.part; }
until_true "a task on the second node" 60 runs_on_n2
echo "killing node n2, which runs task $(squeue -h -w n2 -t R -o %i)"
kill -9 "$victim"
# Tasks of this Slurm on that node, and the steps that hold them.
for task in $(pgrep -f "^$topline sweep" || true); do
    environment=$(tr '\0' '\n' <"/proc/$task/environ" 2>/dev/null || true)
    if grep -qx "SLURMD_NODENAME=n2" <<<"$environment" && grep -qx "SLURM_CONF=$SLURM_CONF" <<<"$environment"; then
        step=$(ps -o ppid= -p "$task" | tr -d ' ')
        kill -9 "$step" "$task" 2>/dev/null || true
    fi
done

merged() { test -f "$scratch/sharded/manifest.json" && [ -z "$(squeue -h -n platform_terms-merge -o %i)" ]; }
until_true "the array and its merge" 150 merged
"$topline" status "$scratch/sharded"
for table in design.csv runs.csv summary.csv datapackage.json; do
    cmp "$scratch/one/$table" "$scratch/sharded/$table"
done
requeued=$(grep -c "Requeuing\|requeue job" "$scratch/log/slurmctld.log" || true)
echo "passed: an array of 6 shards with a node killed in the middle ($requeued requeues) gives the bytes of one process"
