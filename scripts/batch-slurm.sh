#!/usr/bin/env bash
# An example of a catalogue on a cluster: a SLURM array, one shard for each task.
#   sbatch --array=1-8 scripts/batch-slurm.sh season.tsv /mnt/outputs [OPTION...]
# A task that is killed or preempted is queued again and goes on where it was. Only the third of the eight again:
#   SHARDS=8 sbatch --array=3 scripts/batch-slurm.sh season.tsv /mnt/outputs [OPTION...]
# When all are done, merge the memories, and let a batch that has nothing left to do write the season's report:
#   glossub memory import /mnt/outputs/memory-*-of-8.sqlite --out /mnt/outputs
#   glossub batch season.tsv --out /mnt/outputs [OPTION...]
#SBATCH --job-name=glossub
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --output=glossub-%A-%a.log
set -euo pipefail
inputs=$1
out=$2
shift 2
exec glossub batch "$inputs" --out "$out" --shard "$SLURM_ARRAY_TASK_ID/${SHARDS:-$SLURM_ARRAY_TASK_COUNT}" "$@"
