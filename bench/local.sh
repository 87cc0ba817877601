#!/bin/sh
# Quantizes the sample models and prints what it cost and what it brought, as ratios of figures from this one run:
#   seconds   whole `narrowgauge quantize` process, JVM starts included, one thread as for all figures
#   pass      one ONNX Runtime pass of the FP32 model over the calibration samples: median latency x samples
#   over      seconds / (2 x pass + 2 s), the budget; at most 1
#   size      INT8 file / FP32 file
#   latency   INT8 / FP32 from interleaved block pairs, with its 95 % interval
#
#   bench/local.sh [DIRECTORY]     which has models/ and datasets/; ../shared beside the checkout by default
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
data=${1:-$root/../shared}
if [ ! -d "$data/models" ]; then
    echo "error FILE_NOT_FOUND: $data has no models directory; give the directory of the sample models" >&2
    exit 4
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Built before the clock runs.
"$root/narrowgauge" --version >/dev/null

# number FILE SECTION KEY: the first KEY after SECTION in a document with one key per line.
number() {
    awk -v section="\"$2\"" -v key="\"$3\"" \
        '$1 == section { inside = 1 } inside && $1 == key { gsub(",", "", $3); print $3; exit }' "$1"
}

# bench MODEL DATASET SAMPLES
bench() {
    model=$data/models/$1.onnx
    evaluation=$data/datasets/$2-evaluation.npz
    begun=$(date +%s%N)
    "$root/narrowgauge" quantize "$model" --calibration "$data/datasets/$2-calibration.npz" \
        --threads 1 --no-latency-check -o "$work/$1.onnx" >"$work/quantize.log" 2>&1 || { cat "$work/quantize.log" >&2; exit 1; }
    ended=$(date +%s%N)
    "$root/narrowgauge" evaluate "$work/$1.onnx" --baseline "$model" --data "$evaluation" \
        --output "$work/accuracy.json" >/dev/null 2>&1
    "$root/narrowgauge" benchmark "$model" "$work/$1.onnx" --data "$evaluation" --threads 1 \
        --output "$work/latency.json" >/dev/null 2>&1
    sizes="$(wc -c <"$work/$1.onnx") $(wc -c <"$model")"
    verdict=$(awk '$1 == "\"verdict\"" { gsub(/[",]/, "", $3); print $3; exit }' "$work/latency.json")
    # shellcheck disable=SC2086
    printf '%s\n' "$1 $((ended - begun)) $3 $(number "$work/latency.json" baselineLatency p50Millis) $sizes \
        $(number "$work/accuracy.json" accuracy baselineTop1) $(number "$work/accuracy.json" accuracy top1) \
        $(number "$work/latency.json" ratio estimate) $(number "$work/latency.json" ratio low) \
        $(number "$work/latency.json" ratio high) $verdict" | awk '{
            seconds = $2 / 1e9; pass = $3 * $4 / 1e3
            printf "%-22s %7.2f %6.2f %6.2f %6.3f %7.2f %7.2f  %.3f [%.3f, %.3f]  %s\n",
                $1, seconds, pass, seconds / (2 * pass + 2), $5 / $6, 100 * $7, 100 * $8, $9, $10, $11, $12 }'
}

printf '%-22s %7s %6s %6s %6s %7s %7s  %-20s  %s\n' model seconds pass over size fp32 int8 latency verdict
bench digits-cnn digits 256
bench digits-resnet digits 256
bench resnet20-cifar10 cifar10 512
bench mobilenetv2-cifar10 cifar10 512
