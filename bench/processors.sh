#!/bin/sh
# Quantizes a model on this x86-64 machine and on an emulated processor, and compares the two files byte for byte. Needs
# qemu-x86_64 (package qemu-user). Emulation is about a hundred times slower: give few samples.
#
#   bench/processors.sh MODEL.onnx CALIBRATION.npz [RECIPE.yaml [PROCESSOR]]
#
# The processor is one that `qemu-x86_64 -cpu help` lists; by default Haswell, which has AVX2 but neither AVX-512 nor VNNI.
set -eu

if [ $# -lt 2 ]; then
    sed -n '2,7p' "$0" >&2
    exit 4
fi
model=$1
calibration=$2
recipe=${3:-}
processor=${4:-Haswell}
root=$(cd "$(dirname "$0")/.." && pwd)
emulator=$(command -v qemu-x86_64) || {
    echo "error FILE_NOT_FOUND: there is no qemu-x86_64; install the package qemu-user" >&2
    exit 4
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Built before anything runs.
"$root/narrowgauge" --version >/dev/null
if [ -z "$recipe" ]; then
    recipe=$work/recipe.yaml
    # The same on both: without a target each machine would take its own, and without a mode measure.
    printf 'mode: static\ntarget: x86-avx2\n' >"$recipe"
fi

jdk=${JAVA_HOME:?set JAVA_HOME to a JDK 25}
# A JDK whose java runs emulated: the engine's child process is started with it.
mkdir -p "$work/jdk/bin"
for part in "$jdk"/*; do
    [ "$(basename "$part")" = bin ] || ln -s "$part" "$work/jdk/"
done
cat >"$work/jdk/bin/java" <<END
#!/bin/sh
ulimit -d unlimited
exec "$emulator" -cpu $processor "$jdk/bin/java" "\$@"
END
chmod +x "$work/jdk/bin/java"
# Its start cache was recorded on this processor.
cp -r "$root/engine/runtime/target/engine" "$work/engine"
rm -f "$work/engine/engine.aot"

# quantize JDK OUTPUT
quantize() {
    "$jdk/bin/java" --sun-misc-unsafe-memory-access=allow -Djava.home="$1" -Dnarrowgauge.engine.home="$work/engine" \
        -cp "$root/cli/target/cli/lib/*" dev.narrowgauge.cli.Main quantize "$model" --calibration "$calibration" \
        --recipe "$recipe" --no-latency-check -o "$2" 2>"$work/errors" | grep SQNR || { cat "$work/errors" >&2; exit 1; }
}

printf 'here:      '
quantize "$jdk" "$work/here.onnx"
printf '%s:   ' "$processor"
quantize "$work/jdk" "$work/there.onnx"
if cmp -s "$work/here.onnx" "$work/there.onnx"; then
    echo "the same file: $(sha256sum <"$work/here.onnx" | cut -c1-64)"
else
    echo "different files"
    exit 1
fi
