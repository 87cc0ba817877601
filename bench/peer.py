#!/usr/bin/env python3
"""Quantizes the sample models with Narrowgauge and with ONNX Runtime's own Python quantizer, in turn, and prints one table.

    python3 -m venv .peer && .peer/bin/pip install onnx onnxruntime numpy sympy
    bench/peer.py --peer-python .peer/bin/python [--shared ../shared] [--models NAME ...] [--configurations NAME ...] [--output ROWS.json]

What the columns mean:
  top1, flips, SQNR   on the evaluation set, against the FP32 model; top-1 in percent, flips in percent, SQNR of the output in dB
  seconds             wall time of the whole process, interpreter or JVM start included. Narrowgauge also verifies, times, ranks and
                      evaluates what it made, which the other does not: those stages, by the report's own clock, are taken off
                      and stand in the column `checks`
  MiB                 peak resident memory, the sum over all processes of the command, checks included
  latency             ratio to FP32: one thread, batch 1, interleaved blocks, all files of a model in one run of one runtime
  ours/peer           ratio of seconds, of MiB and of latency to the peer's with the same method
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECKS = {"verify", "time", "sensitivity", "evaluate", "choose"}
DATA = {"digits": "digits", "resnet20": "cifar10", "mobilenetv2": "cifar10", "vit": "cifar10", "sentiment": "sentiment"}
MODELS = ["digits-cnn", "digits-resnet", "resnet20-cifar10", "mobilenetv2-cifar10", "vit-cifar10", "sentiment-transformer"]

# Configuration: the recipe of ours, the options of the peer; None where a side has nothing like it.
CONFIGURATIONS = {
    "default": (None, ["--method", "minmax"]),
    "minmax": ({"mode": "static", "calibration": {"method": "minmax"}}, ["--method", "minmax"]),
    "percentile": ({"mode": "static", "calibration": {"method": "percentile"}}, ["--method", "percentile"]),
    "entropy": ({"mode": "static", "calibration": {"method": "entropy"}}, ["--method", "entropy"]),
    "mse": ({"mode": "static", "calibration": {"method": "mse"}}, None),
    "best": ({"mode": "static", "calibration": {"method": "best"}}, None),
    "dynamic": ({"mode": "dynamic"}, ["--dynamic"]),
}


def dataset(model):
    return DATA[model.split("-")[0]]


def configurations(model, wanted):
    transformer = model.startswith(("vit", "sentiment"))
    return [name for name in wanted if name != "dynamic" or transformer]


def descendants(pid):
    """The process and everything it started; a process that ends meanwhile is left out."""
    found = [pid]
    for parent in found:
        try:
            for task in os.listdir(f"/proc/{parent}/task"):
                found += map(int, pathlib.Path(f"/proc/{parent}/task/{task}/children").read_text().split())
        except OSError:
            continue
    return found


def peak_kib(pid):
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def measured(command):
    """Runs the command; returns its wall time, the sum of its processes' peaks in MiB, and what it printed."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peaks, ended = {}, threading.Event()

    def watch():
        while not ended.wait(0.01):
            for pid in descendants(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), peak_kib(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - begun
    ended.set()
    watcher.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed with exit status {process.returncode}:\n{errors}")
    return seconds, sum(peaks.values()) / 1024, output


def quantize_ours(model, configuration, shared, work):
    recipe = CONFIGURATIONS[configuration][0]
    target, report = work / f"{model}.ours.{configuration}.onnx", work / "report.json"
    command = [ROOT / "narrowgauge", "quantize", shared / "models" / f"{model}.onnx", "-o", target, "--report", report,
               "--calibration", shared / "datasets" / f"{dataset(model)}-calibration.npz"]
    if recipe is not None:
        path = work / "recipe.json"
        path.write_text(json.dumps(recipe))
        command += ["--recipe", path]
    seconds, mebibytes, _ = measured(command)
    checks = sum(stage["seconds"] for stage in json.loads(report.read_text())["stages"] if stage["stage"] in CHECKS)
    return {"side": "ours", "file": target, "seconds": seconds - checks, "checks": checks, "mebibytes": mebibytes}


def quantize_peer(model, configuration, shared, work, python):
    options = CONFIGURATIONS[configuration][1]
    target = work / f"{model}.peer.{configuration}.onnx"
    seconds, mebibytes, _ = measured(
        [python, shared / "peer" / "peer.py", "quantize", shared / "models" / f"{model}.onnx", "--out", target,
         "--calibration", shared / "datasets" / f"{dataset(model)}-calibration.npz", *options])
    return {"side": "peer", "file": target, "seconds": seconds, "checks": 0.0, "mebibytes": mebibytes}


def bench(model, wanted, shared, work, python):
    rows = []
    for configuration in configurations(model, wanted):
        made = [quantize_ours(model, configuration, shared, work)]
        if CONFIGURATIONS[configuration][1] is not None:
            made.append(quantize_peer(model, configuration, shared, work, python))
        rows += [dict(row, model=model, configuration=configuration) for row in made]
    baseline = shared / "models" / f"{model}.onnx"
    evaluated = subprocess.run(
        [python, shared / "peer" / "peer.py", "evaluate", baseline, *[row["file"] for row in rows],
         "--data", shared / "datasets" / f"{dataset(model)}-evaluation.npz"],
        check=True, capture_output=True, text=True)
    fp32, *others = json.loads(evaluated.stdout)
    for row, figures in zip(rows, others):
        row.update(fp32Top1=fp32["top1"], top1=figures["top1"], flips=figures["flips"], sqnrDb=figures["sqnrDb"],
                   latencyRatio=figures["latencyRatio"], latencyRatioStdErr=figures["latencyRatioStdErr"],
                   sizeRatio=row["file"].stat().st_size / baseline.stat().st_size)
        row["file"] = row["file"].name
    return rows


def print_rows(rows):
    for row in rows:
        peer = next((other for other in rows if other["side"] == "peer" and row["side"] == "ours"
                     and other["configuration"] == row["configuration"]), None)
        ratios = "" if peer is None else "  ".join(
            f"{row[key] / peer[key]:5.2f}" for key in ("seconds", "mebibytes", "latencyRatio"))
        sqnr = "exact" if row["sqnrDb"] is None else f"{row['sqnrDb']:.2f}"
        print(f"{row['model']:<22} {row['configuration']:<11} {row['side']:<5} {row['fp32Top1']:7.3f} {row['top1']:7.3f} "
              f"{row['flips']:6.2f} {sqnr:>6} {row['seconds']:8.2f} {row['checks']:7.2f} {row['mebibytes']:7.0f} "
              f"{row['sizeRatio']:6.3f} {row['latencyRatio']:8.3f} ±{2 * row['latencyRatioStdErr']:.3f}  {ratios}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared", help="has models/, datasets/ and peer/peer.py")
    parser.add_argument("--peer-python", default=str(ROOT / ".peer" / "bin" / "python"), help="with onnx, onnxruntime, numpy and sympy")
    parser.add_argument("--models", nargs="+", default=MODELS, choices=MODELS)
    parser.add_argument("--configurations", nargs="+", default=list(CONFIGURATIONS), choices=list(CONFIGURATIONS))
    parser.add_argument("--output", type=pathlib.Path, help="write the rows as JSON")
    arguments = parser.parse_args()
    if not (arguments.shared / "peer" / "peer.py").is_file():
        sys.exit(f"{arguments.shared} has no peer/peer.py; give the directory of the sample models with --shared")
    if subprocess.run([arguments.peer_python, "-c", "import onnx, onnxruntime, numpy"], capture_output=True).returncode != 0:
        sys.exit(f"{arguments.peer_python} has no onnx, onnxruntime and numpy; see the head of this file")
    # Built before the clock runs.
    subprocess.run([ROOT / "narrowgauge", "--version"], check=True, stdout=subprocess.DEVNULL)
    print(f"{'model':<22} {'method':<11} {'side':<5} {'fp32':>7} {'top1':>7} {'flips':>6} {'SQNR':>6} {'seconds':>8} {'checks':>7} "
          f"{'MiB':>7} {'size':>6} {'latency':>8} {'±95 %':<6}  ours/peer: seconds, MiB, latency")
    rows = []
    with tempfile.TemporaryDirectory() as work:
        for model in arguments.models:
            made = bench(model, arguments.configurations, arguments.shared, pathlib.Path(work), arguments.peer_python)
            print_rows(made)
            rows += made
    if arguments.output:
        arguments.output.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
