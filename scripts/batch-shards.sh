#!/usr/bin/env bash
# An example of several machines, or several GPUs, without a scheduler: every shard is a process of its own.
#   scripts/batch-shards.sh 2 season.tsv outputs [OPTION...]      on this machine, GPU k for shard k where there are GPUs
# On several machines, run `glossub batch season.tsv --out /mnt/outputs --shard 1/2` on one, 2/2 on the other, and
# the last two commands here on either when both are done. Started again, every shard goes on where it was.
set -uo pipefail
count=$1
inputs=$2
out=$3
shift 3
mkdir -p "$out" || exit 4
gpus=$(nvidia-smi --list-gpus 2>/dev/null | wc -l)
shards=()
for ((index = 1; index <= count; index++)); do
  [ "$gpus" -gt 0 ] && export CUDA_VISIBLE_DEVICES=$(((index - 1) % gpus))
  glossub batch "$inputs" --out "$out" --shard "$index/$count" "$@" 2>"$(dirname "$out")/shard-$index.log" &
  shards+=($!)
done
code=0
for shard in "${shards[@]}"; do
  wait "$shard" || code=$?
done
[ "$code" -le 4 ] || exit "$code" # a shard was stopped
glossub memory import "$out"/memory-*-of-"$count".sqlite --out "$out" || exit
exec glossub batch "$inputs" --out "$out" "$@" # what failed is tried once more, and the season's report ends it
