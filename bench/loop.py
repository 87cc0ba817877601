#!/usr/bin/env python3
"""Times the loop of the measuring engine beside the same loop in Python or C, and prints what the engine's costs more.

    python3 -m venv .peer && .peer/bin/pip install onnxruntime numpy
    bench/loop.py --peer-python .peer/bin/python [--shared ../shared] [--models NAME ...] [--forks N] [--c]

Both call the same ONNX Runtime library, the engine's own, with the same model, one thread, batch 1, the same samples in the same
order and outputs bound to memory, so that nothing but the loop around the call differs. Each fork starts an engine and the other
process in random order, on the same processor, warms both up and takes pairs of blocks in random order. The ratio of a fork is that
of its blocks' medians, engine / other, as a geometric mean; the interval at 95 % is a t-interval over the forks. At most 1.02 is
asked for.
"""
import argparse
import ctypes
import json
import math
import os
import pathlib
import platform
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENGINE = ROOT / "engine" / "runtime" / "target" / "engine"
NATIVE = ENGINE / "native" / ("linux-aarch64" if platform.machine() == "aarch64" else "linux-x64")
MODELS = ["digits-cnn", "digits-resnet", "resnet20-cifar10", "vit-cifar10"]
BATCHES = 256
WARM_UP_SECONDS = 1.0
BLOCK_SECONDS = 0.3

# As engine/client's EngineCommandLine starts it.
JVM = ["-Xms16m", "-Xmn12m", "-XX:+UseSerialGC", "-XX:Tier4InvocationThreshold=50000", "-XX:Tier4MinInvocationThreshold=6000",
       "-XX:Tier4CompileThreshold=150000", "-XX:Tier4BackEdgeThreshold=400000", "--enable-native-access=ALL-UNNAMED",
       "--sun-misc-unsafe-memory-access=allow"]

# Places of functions in OrtApi, which never change.
CREATE_ENV, CREATE_SESSION, RUN, CREATE_OPTIONS, SET_OPTIMIZATION, SET_THREADS = 3, 7, 9, 10, 23, 24
CREATE_TENSOR, CREATE_CPU_MEMORY, ERROR_MESSAGE = 49, 69, 2
ALL_OPTIMIZATIONS, ERRORS_ONLY, ARENA, CPU_MEMORY = 99, 3, 1, 0
TYPES = {"float32": 1, "uint8": 2, "int8": 3, "uint16": 4, "int16": 5, "int32": 6, "int64": 7, "bool": 9, "float16": 10, "float64": 11}


class Library:
    """ONNX Runtime's C interface."""

    def __init__(self, path):
        library = ctypes.CDLL(str(path))
        library.OrtGetApiBase.restype = ctypes.POINTER(ctypes.c_void_p)
        table = ctypes.CFUNCTYPE(ctypes.POINTER(ctypes.c_void_p), ctypes.c_uint32)(library.OrtGetApiBase()[0])(1)
        self.function = lambda index, *types: ctypes.CFUNCTYPE(ctypes.c_void_p, *types)(table[index])

    def call(self, index, *arguments):
        status = self.function(index, *[type(argument) for argument in arguments])(*arguments)
        if status:
            message = ctypes.cast(self.function(ERROR_MESSAGE), ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p))
            sys.exit(message(status).decode())

    def make(self, index, *arguments):
        made = ctypes.c_void_p()
        self.call(index, *arguments, ctypes.cast(ctypes.byref(made), ctypes.c_void_p))
        return made

    def tensor(self, memory, array):
        shape = (ctypes.c_int64 * array.ndim)(*array.shape)
        return self.make(CREATE_TENSOR, memory, ctypes.c_void_p(array.ctypes.data), ctypes.c_size_t(array.nbytes),
                         ctypes.cast(shape, ctypes.c_void_p), ctypes.c_size_t(array.ndim), ctypes.c_int(TYPES[array.dtype.name]))


def handles(values):
    return ctypes.cast((ctypes.c_void_p * len(values))(*[value.value for value in values]), ctypes.c_void_p)


def names(texts):
    return ctypes.cast((ctypes.c_char_p * len(texts))(*[text.encode() for text in texts]), ctypes.c_void_p)


def peer(task):
    """The process beside the engine: answers each line, seconds of a block, with the median of its runs in nanoseconds."""
    import numpy
    os.sched_setaffinity(0, {task["processor"]})
    library = Library(NATIVE / "libonnxruntime.so")
    environment = library.make(CREATE_ENV, ctypes.c_int(ERRORS_ONLY), ctypes.c_char_p(b"loop"))
    options = library.make(CREATE_OPTIONS)
    library.call(SET_OPTIMIZATION, options, ctypes.c_int(ALL_OPTIMIZATIONS))
    library.call(SET_THREADS, options, ctypes.c_int(1))
    session = library.make(CREATE_SESSION, environment, ctypes.c_char_p(task["model"].encode()), options)
    memory = library.make(CREATE_CPU_MEMORY, ctypes.c_int(ARENA), ctypes.c_int(CPU_MEMORY))
    data = numpy.load(task["data"])
    samples = {name: numpy.ascontiguousarray(data[name][:BATCHES]) for name in task["inputs"]}
    outputs = {name: numpy.zeros(shape, dtype) for name, (shape, dtype) in task["outputs"].items()}
    input_names, output_names = names(list(samples)), names(list(outputs))
    targets = handles([library.tensor(memory, array) for array in outputs.values()])
    feeds = [handles([library.tensor(memory, array[i:i + 1]) for array in samples.values()])
             for i in range(len(next(iter(samples.values()))))]
    run = library.function(RUN, *[ctypes.c_void_p] * 4, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
    counts = ctypes.c_size_t(len(samples)), ctypes.c_size_t(len(outputs))
    calls = [(session, None, input_names, feed, counts[0], output_names, counts[1], targets) for feed in feeds]
    clock, upcoming = time.perf_counter_ns, 0
    print("ready", flush=True)
    for line in sys.stdin:
        # Like the engine, a block begins with runs that are not timed.
        end = clock() + 10_000_000
        while clock() < end:
            run(*calls[upcoming])
            upcoming = (upcoming + 1) % len(calls)
        latencies, end = [], clock() + float(line) * 1e9
        while clock() < end:
            call = calls[upcoming]
            upcoming = (upcoming + 1) % len(calls)
            begun = clock()
            status = run(*call)
            latencies.append(clock() - begun)
            if status:
                sys.exit("Run failed")
        print(statistics.median(latencies), flush=True)


class Peer:
    """The process beside the engine, in Python, or in C where there is a program for it."""

    def __init__(self, python, task, work, program):
        command = [python, __file__, "--peer", json.dumps(task)]
        if program:
            (name,), (output, (shape, _)) = task["inputs"], next(iter(task["outputs"].items()))
            write = "import sys, numpy; a = numpy.load(sys.argv[1])[sys.argv[2]][:int(sys.argv[4])]; a.tofile(sys.argv[3]); print(*a.shape)"
            count, *sizes = subprocess.run([python, "-c", write, task["data"], name, work / "samples", str(BATCHES)], check=True,
                                           capture_output=True, text=True).stdout.split()
            command = [program, task["model"], work / "samples", count, name, output, ",".join(["1", *sizes]), ",".join(map(str, shape)),
                       str(task["processor"])]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, "ONNXRUNTIME": str(NATIVE / "libonnxruntime.so")})
        self.process.stdout.readline()
        self.block(WARM_UP_SECONDS)

    def block(self, seconds):
        print(seconds, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self):
        self.process.kill()
        self.process.wait()


def varint(number):
    encoded = b""
    while number > 127:
        encoded, number = encoded + bytes([number & 127 | 128]), number >> 7
    return encoded + bytes([number])


def field(number, value):
    """A field of a message in protobuf's encoding."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


class Engine:
    """An engine child, spoken to in the messages of engine.proto."""

    def __init__(self, java, task, work):
        self.process = subprocess.Popen(
            [java, *JVM, f"-Donnxruntime.native.path={NATIVE}", f"-Djava.io.tmpdir={work}", "-cp", f"{ENGINE}/lib/*",
             "dev.narrowgauge.engine.runtime.EngineMain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.send(field(5, field(1, task["model"]) + field(2, task["data"]) + field(3, 1) + field(4, str(work)) + field(6, task["processor"]))
                  + field(10, 1))
        self.send(field(1, field(1, 10) + field(2, WARM_UP_SECONDS) + field(3, 30.0)))
        self.await_event(3)

    def send(self, message):
        self.process.stdin.write(varint(len(message)) + message)
        self.process.stdin.flush()

    def await_event(self, wanted):
        while True:
            event = self.process.stdout.read(self.read_varint())
            kind, _, value = next(fields(event))
            if kind == wanted:
                return value
            if kind == 6:
                sys.exit(f"the engine failed: {value}")

    def read_varint(self):
        value, shift = 0, 0
        while True:
            byte = self.process.stdout.read(1)
            if not byte:
                sys.exit("the engine ended")
            value |= (byte[0] & 127) << shift
            if byte[0] < 128:
                return value
            shift += 7

    def block(self, seconds):
        self.send(field(2, field(2, seconds)))
        latencies = next(value for number, _, value in fields(self.await_event(9)) if number == 1)
        return statistics.median(varints(latencies))

    def close(self):
        self.process.kill()
        self.process.wait()


def take_varint(data, at):
    value, shift = 0, 0
    while True:
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return value, at


def varints(data):
    at = 0
    while at < len(data):
        value, at = take_varint(data, at)
        yield value


def fields(message):
    """Number, wire type and value of each field; numbers of fixed size are left as bytes."""
    at = 0
    while at < len(message):
        key, at = take_varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = take_varint(message, at)
        else:
            length, at = take_varint(message, at) if kind == 2 else (8 if kind == 1 else 4, at)
            value, at = message[at:at + length], at + length
        yield key >> 3, kind, value


def t_quantile(freedom):
    """0.975 quantile of Student's t, by the expansion about the normal one (Abramowitz and Stegun 26.7.5)."""
    z = statistics.NormalDist().inv_cdf(0.975)
    return (z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3))


def fork(arguments, task, work, program):
    """Mean logarithm of the ratios of one fork's pairs, and the medians of both sides."""
    order = random.sample(["engine", "peer"], 2)
    sides = {}
    try:
        for side in order:
            sides[side] = Engine(arguments.java, task, work) if side == "engine" else Peer(arguments.peer_python, task, work, program)
        pairs = []
        for _ in range(arguments.pairs):
            pair = {side: sides[side].block(BLOCK_SECONDS) for side in random.sample(order, 2)}
            pairs.append((pair["engine"], pair["peer"]))
        return statistics.mean(math.log(engine / peer) for engine, peer in pairs), *map(statistics.median, zip(*pairs))
    finally:
        for side in sides.values():
            side.close()


def describe(model, data, python):
    """Names of the inputs; names, shapes and types of the outputs of one sample."""
    program = ("import sys, json, numpy, onnxruntime as r\n"
               "s = r.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider']); d = numpy.load(sys.argv[2])\n"
               "i = [x.name for x in s.get_inputs()]; o = [x.name for x in s.get_outputs()]\n"
               "v = s.run(o, {n: d[n][:1] for n in i})\n"
               "print(json.dumps({'inputs': i, 'outputs': {n: [x.shape, x.dtype.name] for n, x in zip(o, v)}}))")
    return json.loads(subprocess.run([python, "-c", program, model, data], check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared", help="has models/ and datasets/")
    parser.add_argument("--peer-python", default=str(ROOT / ".peer" / "bin" / "python"), help="with onnxruntime and numpy")
    parser.add_argument("--java", default=os.path.join(os.environ.get("JAVA_HOME") or "/usr", "bin", "java"))
    parser.add_argument("--models", nargs="+", default=MODELS)
    parser.add_argument("--forks", type=int, default=8, help="at least 4")
    parser.add_argument("--pairs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--c", action="store_true", help="beside C, compiled with cc: models with one float input and one float output")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        return peer(json.loads(arguments.peer))
    random.seed(arguments.seed)
    subprocess.run([ROOT / "narrowgauge", "--version"], check=True, stdout=subprocess.DEVNULL)
    print(f"{'model':<22} {'engine':>10} {'C' if arguments.c else 'Python':>10}   ratio with 95 % interval, {arguments.forks} forks of {arguments.pairs} pairs")
    for name in arguments.models:
        kind = {"digits": "digits", "sentiment": "sentiment"}.get(name.split("-")[0], "cifar10")
        model, data = arguments.shared / "models" / f"{name}.onnx", arguments.shared / "datasets" / f"{kind}-calibration.npz"
        task = {"model": str(model.resolve()), "data": str(data.resolve()), "processor": max(os.sched_getaffinity(0)),
                **describe(model, data, arguments.peer_python)}
        with tempfile.TemporaryDirectory() as work:
            program = None
            if arguments.c:
                program = pathlib.Path(work) / "loop"
                subprocess.run(["cc", "-O2", ROOT / "bench" / "loop.c", "-o", program, "-ldl"], check=True)
            forks = [fork(arguments, task, pathlib.Path(work), program) for _ in range(arguments.forks)]
        logs, engines, peers = zip(*forks)
        mean = statistics.mean(logs)
        half = t_quantile(len(logs) - 1) * statistics.stdev(logs) / math.sqrt(len(logs))
        print(f"{name:<22} {statistics.median(engines) / 1e3:7.2f} us {statistics.median(peers) / 1e3:7.2f} us   "
              f"{math.exp(mean):.4f} [{math.exp(mean - half):.4f}, {math.exp(mean + half):.4f}]", flush=True)


if __name__ == "__main__":
    main()
