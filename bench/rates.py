#!/usr/bin/env python3
"""Measures what ONNX Runtime's kernels take on this machine and writes the table of rates from which costs are counted.

    python3 -m venv .peer && .peer/bin/pip install onnx onnxruntime numpy
    .peer/bin/python bench/rates.py --target x86-vnni --out engine/quantizer/src/main/resources/dev/narrowgauge/engine/quantizer/cost/x86-vnni.properties

One row a kernel, and one for what every node takes beside its kernel: nanoseconds, on one thread,
  fixed    of every call, as the runtime's own work for a node
  mac      for each multiply-accumulate, channels filled up as the kernel fills them up; of a product with constant weights as if it
           had at least LEAST_ROWS rows, as it takes as long to read the weights as to multiply so many rows by them
  tap      for each place of the kernel and each of the kernel's own places there: a pointer or a copy of that many channels;
           of a product for each column, which has a scale of its own, or for each pair of computed matrices;
           of runs that are normalized for each value behind the last whole vector
  row      for each place of the kernel on the image, each row of a matrix, each step of a sequence, each run of values
           that is normalized, or each piece of memory that is moved in one
  read     for each value of the data operands; of a product or convolution with constant weights for each weight, but where a
           convolution has groups or a plain image
  written  for each value of the result

How a row is measured: models of one kernel, a short and a long chain of it (or a few and many copies beside each other) in several
shapes; what one more kernel takes is the difference of the two least times, divided. Least times, as whatever else the machine does only
adds. Rates are those, not negative, with the least sum of relative errors over the shapes; beside each row stands the relative error that
nine in ten shapes stay within.
"""
import argparse
import functools
import itertools
import pathlib
import platform
import time

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

RNG = np.random.default_rng(0)
FEATURES = ["fixed", "mac", "tap", "row", "read", "written"]
FLOAT, BYTE, LONG = TensorProto.FLOAT, TensorProto.UINT8, TensorProto.INT64
NUMPY = {FLOAT: np.float32, BYTE: np.uint8, LONG: np.int64}
BUDGET = 0.05
BLOCK = 16
VERBOSE = False


class Model:
    """Nodes and constants of a growing model."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, values):
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.asarray(values), f"k{self.count}"))
        return f"k{self.count}"

    def node(self, operator, inputs, domain="", outputs=1, **attributes):
        self.count += 1
        names = [f"v{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def floats(self, *shape):
        return self.constant((RNG.standard_normal(shape) * 0.1).astype(np.float32))

    def codes(self, *shape):
        return self.constant(RNG.integers(-127, 127, shape).astype(np.int8))

    def scale(self, value=0.01):
        return self.constant(np.float32(value))

    def zero(self, value=0):
        return self.constant(np.uint8(value))


def feed_of(kind, shape):
    return (RNG.random(shape) * (200 if kind == BYTE else 1)).astype(NUMPY[kind])


def session(model, inputs, outputs, optimized):
    graph = helper.make_graph(model.nodes, "rates", inputs, outputs, model.constants)
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])
    proto.ir_version = 9
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    level = ort.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimized else level.ORT_DISABLE_ALL
    return ort.InferenceSession(proto.SerializeToString(), options, providers=["CPUExecutionProvider"])


def least_time(runtime, feed):
    binding = runtime.io_binding()
    for name, values in feed.items():
        binding.bind_ortvalue_input(name, ort.OrtValue.ortvalue_from_numpy(values))
    for output in runtime.get_outputs():
        binding.bind_output(output.name, "cpu")
    runtime.run_with_iobinding(binding)
    bound = binding.get_outputs()
    for output, value in zip(runtime.get_outputs(), bound):
        binding.bind_ortvalue_output(output.name, value)
    least, end, runs = 1e9, time.perf_counter() + BUDGET, 0
    while runs < 7 or time.perf_counter() < end:
        start = time.perf_counter()
        runtime.run_with_iobinding(binding)
        least = min(least, time.perf_counter() - start)
        runs += 1
    return 1e9 * least


def chained(step, kind, shape, optimized=True, few=2, many=8, beside_it=None):
    """Nanoseconds of one step, which hands a value of one shape on; beside it there may be more inputs, shapes by name."""
    more = beside_it or {}
    times = []
    for length in (few, many):
        model, value = Model(), "x"
        for _ in range(length):
            value = step(model, value)
        shapes = {"x": shape, **more}
        runtime = session(model, [helper.make_tensor_value_info(name, kind, s) for name, s in shapes.items()],
                          [helper.make_tensor_value_info(value, kind, None)], optimized)
        times.append(least_time(runtime, {name: feed_of(kind, s) for name, s in shapes.items()}))
    return (times[1] - times[0]) / (many - few)


def beside(step, kind, shape, result, few=2, many=8):
    """Nanoseconds of one node that reads the input; what one more output costs is taken off by main()."""
    times = []
    for length in (few, many):
        model = Model()
        outputs = [step(model, "x") for _ in range(length)]
        runtime = session(model, [helper.make_tensor_value_info("x", kind, shape)],
                          [helper.make_tensor_value_info(o, result, None) for o in outputs], False)
        times.append(least_time(runtime, {"x": feed_of(kind, shape)}))
    return (times[1] - times[0]) / (many - few)


def filled(channels, block=BLOCK):
    return -(-channels // block) * block


def fit(rows, features):
    """Rates that are not negative and whose relative errors add up to the least: a time that the machine disturbed pulls nothing."""
    matrix = np.array([[row[0].get(f, 1.0 if f == "fixed" else 0.0) for f in features] for row in rows])
    times = np.array([row[1] for row in rows])
    part = matrix / times[:, None]
    weights = np.ones(len(rows))
    for _ in range(50):
        solution = not_negative(part * weights[:, None], weights)
        weights = 1 / np.sqrt(np.maximum(np.abs(part @ solution - 1), 0.01))
    errors = np.sort(np.abs(part @ solution - 1))
    if VERBOSE:
        for row, p in zip(rows, matrix @ solution):
            print("      ", row[0], round(row[1]), round(float(p)), "%.2f" % (p / row[1]))
    return dict(zip(features, solution)), float(errors[int(0.9 * (len(rows) - 1))])


def not_negative(matrix, target):
    """The best of the least-squares solutions over all subsets of columns that has no negative entry."""
    best, least = np.zeros(matrix.shape[1]), np.inf
    for size in range(1, matrix.shape[1] + 1):
        for subset in itertools.combinations(range(matrix.shape[1]), size):
            solution, *_ = np.linalg.lstsq(matrix[:, subset], target, rcond=None)
            residual = np.square(matrix[:, subset] @ solution - target).sum()
            if (solution >= 0).all() and residual < least - 1e-9:
                least, best = residual, np.zeros(matrix.shape[1])
                best[list(subset)] = solution
    return best


# Kernels that multiply

def conv_float(channels, kernel, group):
    def step(model, value):
        result = model.node("Conv", [value, model.floats(channels, channels // group, kernel, kernel), model.floats(channels)],
                            group=group, pads=[kernel // 2] * 4)
        return model.node("Relu", [result])
    return step


def conv_int(channels, kernel, group):
    def step(model, value):
        return model.node("QLinearConv", [
            value, model.scale(), model.zero(), model.codes(channels, channels // group, kernel, kernel),
            model.constant(np.full(channels, 0.01, np.float32)), model.constant(np.zeros(channels, np.int8)),
            model.scale(), model.zero(), model.constant(np.zeros(channels, np.int32))], group=group, pads=[kernel // 2] * 4)
    return step


def convolutions(make, kind, shapes, count):
    rows = []
    for channels, kernel, size, group in shapes:
        nanos = chained(make(channels, kernel, group), kind, [1, channels, size, size])
        rows.append((count(channels, kernel, size * size, group), nanos))
    return rows


SIZES = (4, 7, 14, 28, 56)
DENSE = [(a, b, k, s) for a, b in ((16, 16), (16, 96), (24, 24), (32, 32), (32, 128), (48, 48), (64, 64), (64, 256), (96, 96), (96, 384), (128, 128), (256, 256))
         for k in (1, 3) for s in (2,) + SIZES if a * b * k * k * s * s < 3e7 and (k == 1 or a == b)]
NARROW = [(c, k, s, 1) for c in (1, 2, 3, 4, 8, 12) for k in (1, 3, 5) for s in (8, 16, 32, 64)]
DEPTHWISE = [(c, k, s, c) for c in (16, 32, 64, 128, 256) for k in (3, 5) for s in SIZES]
UNEVEN_DEPTHWISE = [(c, k, s, c) for c in (8, 24, 40, 72, 120) for k in (3, 5) for s in SIZES]
GROUPED = [(c, k, s, g) for c in (32, 64, 128) for g in (2, 4, 8) for k in (1, 3) for s in (7, 14, 28)]
PAIRS = [(a, b, k, s) for a in (3, 16, 64, 128) for b in (2, 4, 8, 12, 16, 32, 64) for k in (1, 3) for s in (8, 16, 32)]


# Bytes that do not fit a core's own caches.
MANY_WEIGHTS = 2_500_000


def layers(make, kind, count):
    """
    Convolutions there and back, as often as their weights are more than the caches that are the core's own: in a network every
    convolution reads weights that others have driven out.
    """
    found = []
    for a, b, k, n in DENSE:
        def step(model, value):
            return make(model, make(model, value, a, b, k), b, a, k)
        many = max(6, min(64, MANY_WEIGHTS // (2 * a * b * k * k * (1 if kind == BYTE else 4))))
        nanos = chained(step, kind, [1, a, n, n], few=many // 3, many=many)
        there, back = count(a, b, k, n * n), count(b, a, k, n * n)
        found.append(({"fixed": 2, **{feature: there[feature] + back[feature] for feature in there}}, nanos))
    return found


def layer_float(model, value, a, b, k):
    return model.node("Relu", [model.node("Conv", [value, model.floats(b, a, k, k), model.floats(b)], pads=[k // 2] * 4)])


def layer_int(model, value, a, b, k):
    return model.node("QLinearConv", [
        value, model.scale(), model.zero(), model.codes(b, a, k, k), model.constant(np.full(b, 0.01, np.float32)),
        model.constant(np.zeros(b, np.int8)), model.scale(), model.zero(), model.constant(np.zeros(b, np.int32))], pads=[k // 2] * 4)


def blocked(a, b, k, p):
    return {"mac": filled(a) * k * k * filled(b) * p, "tap": k * k * p, "read": a * b * k * k}


def stem(c, k, p, g):
    return {"mac": c * k * k * BLOCK * p, "tap": c * k * k * p, "row": p, "written": BLOCK * p}


def grouped(c, k, p, g):
    return {"fixed": g, "mac": c // g * k * k * c * p, "tap": g * k * k * p if k > 1 else 0, "row": g * p, "read": c * p, "written": c * p}


def depthwise(c, k, p, g):
    return {"mac": filled(c) * k * k * p, "tap": k * k * p, "row": p, "written": filled(c) * p}


def direct(a, b):
    """Whether the kernel needs no gathered copy: channels in fours, results in at least one block."""
    return a % 4 == 0 and b >= BLOCK


def integer(c, k, p, g):
    return integers(c, c, k, p)


def integers(a, b, k, p):
    return {"mac": filled(a * k * k, 4) * filled(b) * p, "tap": k * k * p if k > 1 else 0, "row": p, "read": a * b * k * k, "written": b * p}


def pairs(shapes):
    """Convolutions that change the number of channels, beside each other behind one input; each result is pooled, which is taken off."""
    def pooled(length, a, b, k, n):
        model = Model()
        outputs = [model.node("QLinearGlobalAveragePool", with_scales(model, layer_int(model, "x", a, b, k)), domain="com.microsoft")
                   for _ in range(length)]
        runtime = session(model, [helper.make_tensor_value_info("x", BYTE, [1, a, n, n])],
                          [helper.make_tensor_value_info(o, BYTE, None) for o in outputs], True)
        return least_time(runtime, {"x": feed_of(BYTE, [1, a, n, n])})

    found = []
    for a, b, k, n in shapes:
        nanos = (pooled(6, a, b, k, n) - pooled(2, a, b, k, n)) / 4 - 600 - 0.025 * b * n * n
        found.append((integers(a, b, k, n * n), max(200.0, nanos)))
    return found


def lines():
    """Convolutions along one axis, which ONNX Runtime computes on the plain layout."""
    found = []
    for c, k, n in [(c, k, n) for c in (8, 16, 32, 64, 128) for k in (1, 3, 5) for n in (16, 64, 256, 1024) if c * c * k * n < 3e7]:
        def step(model, value):
            return model.node("Conv", [value, model.floats(c, c, k), model.floats(c)], pads=[k // 2] * 2)
        nanos = chained(step, FLOAT, [1, c, n])
        found.append(({"mac": c * c * k * n, "tap": k * n if k > 1 else 0, "row": n, "read": c * n, "written": c * n}, nanos))
    return found


LEAST_ROWS = 4
PRODUCTS = [(m, k, n) for m in (1, 2, 4, 8, 16, 48, 128, 256) for k, n in
            ((32, 32), (64, 64), (64, 256), (96, 96), (128, 128), (128, 512), (256, 256), (192, 768), (512, 512)) if m * k * n < 6e7]


def product(make, kind, before=None):
    """
    Two products, there and back, a few times, as networks have them: the weights of floats are more than the core's own caches hold,
    those of integers are not.

    before: row of what runs before the multiplication and is priced by itself
    """
    found = []
    for m, k, n in PRODUCTS:
        def step(model, value):
            return make(model, make(model, value, k, n), n, k)
        few = 1 if k * n > 50_000 else 2
        nanos = chained(step, kind, [m, k], few=few, many=4 * few)
        if before:
            nanos = max(100.0, nanos - 2 * before.get("fixed", 0) - before.get("read", 0) * m * (k + n))
        found.append(({"fixed": 2, "mac": 2 * max(m, LEAST_ROWS) * k * n, "tap": k + n, "row": 2 * m, "read": 2 * k * n,
                       "written": m * (k + n)}, nanos))
    return found


def gemm_float(model, value, k, n):
    return model.node("Gemm", [value, model.floats(k, n), model.floats(n)])


def scaled_codes(model, k, n):
    return [model.codes(k, n), model.constant(np.full(n, 0.01, np.float32)), model.constant(np.zeros(n, np.int8))]


def matmul_int(model, value, k, n):
    return model.node("QLinearMatMul", [value, model.scale(), model.zero(), *scaled_codes(model, k, n), model.scale(), model.zero()])


def gemm_int(model, value, k, n):
    return model.node("QGemm", [value, model.scale(), model.zero(), *scaled_codes(model, k, n), model.constant(np.zeros(n, np.int32)),
                                model.scale(), model.zero()], domain="com.microsoft")


def matmul_dynamic(model, value, k, n):
    return model.node("DynamicQuantizeMatMul", [value, *scaled_codes(model, k, n), model.floats(n)], domain="com.microsoft")


def matmul_rescaled(model, value, k, n):
    codes, scale, zero = model.node("DynamicQuantizeLinear", [value], outputs=3)
    weights, scales, zeros = scaled_codes(model, k, n)
    return model.node("MatMulIntegerToFloat", [codes, weights, scale, scales, zero, zeros, model.floats(n)], domain="com.microsoft")


def attention(quantized):
    """Products of two computed values in several heads: n by d by n, and n by n by d back."""
    def multiply(model, value, other):
        if quantized:
            return model.node("QLinearMatMul", [value, model.scale(), model.zero(), other, model.scale(), model.zero(), model.scale(), model.zero()])
        return model.node("MatMul", [value, other])

    found = []
    for heads, n, d in [(h, n, d) for h in (1, 2, 4, 8) for n in (8, 16, 32, 48, 64, 128) for d in (16, 32, 64)]:
        nanos = chained(lambda model, value: multiply(model, multiply(model, value, "keys"), "values"), BYTE if quantized else FLOAT,
                        [1, heads, n, d], optimized=False, beside_it={"keys": [1, heads, d, n], "values": [1, heads, n, d]})
        found.append(({"fixed": 2, "mac": 2 * heads * n * d * n, "tap": 2 * heads, "row": 2 * heads * n,
                       "read": heads * (n * n + 3 * n * d), "written": heads * (n * n + n * d)}, nanos))
    return found


def recurrent(operator, gates, quantized):
    found = []
    for steps, size in [(t, n) for t in (1, 8, 32) for n in (32, 64, 128, 256)]:
        def step(model, value):
            def weights(rows):
                return model.codes(1, rows, gates * size) if quantized else model.floats(1, gates * size, rows)
            inputs = [value, weights(size), weights(size), model.floats(1, 2 * gates * size)]
            if quantized:
                scales = [model.constant(np.full((1, gates * size), 0.01, np.float32)), model.constant(np.zeros((1, gates * size), np.int8))]
                inputs += ["", "", "", ""] + scales + scales
            result = model.node(operator, inputs, domain="com.microsoft" if quantized else "", hidden_size=size)
            return model.node("Squeeze", [result, model.constant(np.array([1]))])
        nanos = chained(step, FLOAT, [steps, 1, size], few=1, many=4)
        found.append(({"row": steps, "mac": steps * 2 * gates * size * size, "read": 2 * gates * size * size, "written": steps * size}, nanos))
    return found


# Kernels that compute value by value, or move values

VALUES = [[1, 16, 4, 4], [1, 16, 14, 14], [1, 32, 28, 28], [1, 64, 28, 28], [1, 64, 56, 56]]


RUNS = [[1, 64], [1, 256], [1, 512], [1, 16, 32], [1, 16, 64], [1, 16, 128], [1, 32, 64], [1, 64, 64], [1, 64, 128], [1, 4, 48, 48], [1, 64, 16], [1, 4, 24, 24], [1, 8, 12, 12]]


def size(shape):
    return int(np.prod(shape))


def runs(step, kind=FLOAT):
    """Of a kernel that works on runs of values along the last axis."""
    return [({"tap": size(s[:-1]) * (s[-1] % BLOCK), "row": size(s[:-1]), "read": size(s)}, chained(lambda m, v: step(m, v, s), kind, s, optimized=False)) for s in RUNS]


def unary(operator, kind=FLOAT, domain="", **attributes):
    return [({"read": size(s)}, chained(lambda m, v: m.node(operator, [v], domain=domain, **attributes), kind, s, optimized=False))
            for s in VALUES]


def with_scales(model, *values):
    return [name for value in values for name in (value, model.scale(), model.zero())] + [model.scale(), model.zero()]


def binary_int(operator, channel):
    found = []
    for s in VALUES:
        def step(model, value):
            other = model.constant(RNG.integers(0, 200, [1, s[1], 1, 1] if channel else s).astype(np.uint8))
            return model.node(operator, with_scales(model, value, other), domain="com.microsoft")
        found.append(({"written": size(s)}, chained(step, BYTE, s, optimized=False)))
    return found


def binary_float(operator, channel):
    found = []
    for s in VALUES:
        def step(model, value):
            return model.node(operator, [value, model.floats(1, s[1], 1, 1) if channel else model.floats(*s)])
        found.append(({"written": size(s)}, chained(step, FLOAT, s, optimized=False)))
    return found


def lone(step, kind, result, count, output_cost, shapes=VALUES):
    return [(count(s), max(50.0, beside(lambda m, v: step(m, v, s), kind, s, result) - output_cost)) for s in shapes]


def same(s):
    return {"read": size(s), "written": size(s)}


def among_others():
    """What a node takes more between nodes of other kinds than in a chain of its own kind: the code of a kernel has to come back."""
    found = []
    for s in ([1, 256], [1, 24, 64], [1, 24, 128], [1, 16, 32], [1, 512]):
        n = s[-1]
        steps = [lambda m, v: m.node("Add", [v, m.floats(*s)]), lambda m, v: m.node("Relu", [v]), lambda m, v: m.node("MatMul", [v, m.floats(n, n)]),
                 lambda m, v: m.node("LayerNormalization", [v, m.floats(n), m.floats(n)], axis=-1), lambda m, v: m.node("Tanh", [v]),
                 lambda m, v: m.node("Mul", [v, m.floats(n)]), lambda m, v: m.node("Softmax", [v], axis=-1),
                 lambda m, v: m.node("QuickGelu", [v], domain="com.microsoft"), lambda m, v: matmul_dynamic(m, v, n, n)]
        alone = sum(chained(step, FLOAT, s, optimized=False) for step in steps)
        together = chained(lambda m, v: functools.reduce(lambda value, step: step(m, value), steps, v), FLOAT, s, optimized=False, few=1, many=4)
        found.append(({}, max(1.0, (together - alone) / len(steps))))
    return found


GROUPS = ("nodes", "products", "runs", "moves", "layers", "images")


def measure(groups):
    rows = {}
    relu_chain = np.mean([chained(lambda m, v: m.node("Relu", [v]), FLOAT, [1, 16, n, n], optimized=False) for n in (2, 4)])
    relu_beside = np.mean([beside(lambda m, v: m.node("Relu", [v]), FLOAT, [1, 16, n, n], FLOAT) for n in (2, 4)])
    output_cost = max(0.0, relu_beside - relu_chain)

    def take(name, found, features=FEATURES):
        used = ["fixed"] + [f for f in features if f != "fixed" and any(f in row[0] and row[0][f] for row in found)]
        rows[name] = fit(found, used) + (len(found),)
        print(name, {k: round(float(v), 5) for k, v in rows[name][0].items()}, "error %.2f" % rows[name][1], flush=True)
        return rows[name][0]

    if "nodes" in groups:
        take("node", among_others())
    if "products" in groups:
        product_rows(take, output_cost)
    if "runs" in groups:
        run_rows(take)
    if "moves" in groups:
        move_rows(take, output_cost)
    if "layers" in groups:
        layer_rows(take)
    if "images" in groups:
        image_rows(take, output_cost)
    return rows


def product_rows(take, output_cost):
    """Matrix products, recurrent layers, and the conversions around them."""
    take("quantize", lone(lambda m, v, s: m.node("QuantizeLinear", [v, m.scale(), m.zero()]), FLOAT, BYTE, same, output_cost), ["fixed", "read"])
    take("dequantize", lone(lambda m, v, s: m.node("DequantizeLinear", [v, m.scale(), m.zero()]), BYTE, FLOAT, same, output_cost), ["fixed", "read"])
    measuring = take("quantize.dynamic", lone(lambda m, v, s: m.node("DynamicQuantizeLinear", [v], outputs=3)[0], FLOAT, BYTE, same, output_cost),
                     ["fixed", "read"])
    take("matmul.float", product(gemm_float, FLOAT))
    take("matmul.int", product(matmul_int, BYTE))
    take("matmul.int.gemm", product(gemm_int, BYTE))
    take("matmul.int.rescaled", product(matmul_rescaled, FLOAT, measuring))
    take("matmul.dynamic", product(matmul_dynamic, FLOAT, {"read": measuring["read"]}))
    take("matmul.float.computed", attention(False))
    take("matmul.int.computed", attention(True))
    take("lstm.float", recurrent("LSTM", 4, False))
    take("lstm.dynamic", recurrent("DynamicQuantizeLSTM", 4, True))
    take("gru.float", recurrent("GRU", 3, False))


def run_rows(take):
    """What normalizes or reduces runs of values, and the activations of transformers."""
    take("softmax.float", runs(lambda m, v, s: m.node("Softmax", [v], axis=-1)))
    take("softmax.int", runs(lambda m, v, s: m.node("QLinearSoftmax", [v, m.scale(), m.zero(), m.scale(1 / 256), m.zero()],
                                                    domain="com.microsoft", axis=-1, opset=17), BYTE))
    take("layernorm", runs(lambda m, v, s: m.node("LayerNormalization", [v, m.floats(s[-1]), m.floats(s[-1])], axis=-1)))
    take("layernorm.skip", [({"row": size(s[:-1]), "read": size(s)}, chained(lambda m, v: m.node(
        "SkipLayerNormalization", [v, "skip", m.floats(s[-1]), m.floats(s[-1])], domain="com.microsoft"), FLOAT, s, optimized=False,
        beside_it={"skip": s})) for s in RUNS if len(s) == 3])
    less = [chained(lambda m, v: m.node("Sub", [v, "mean"]), FLOAT, s, optimized=False, beside_it={"mean": s[:-1] + [1]}) for s in RUNS]
    take("reduce", [(counted, max(50.0, nanos - sub)) for (counted, nanos), sub in zip(
        runs(lambda m, v, s: m.node("Sub", [v, m.node("ReduceMean", [v], axes=[-1], keepdims=1)])), less)])
    for operator in ("Gelu", "FastGelu", "QuickGelu"):
        take(f"{operator.lower()}.float", unary(operator, domain="com.microsoft"))
    take("swish.float", unary("QuickGelu", domain="com.microsoft", alpha=1.0))
    take("biasgelu.float", runs(lambda m, v, s: m.node("BiasGelu", [v, m.floats(s[-1])], domain="com.microsoft")))


ALONG = [(1, s) for s in VALUES] + [(3, s) for s in ([1, 8, 8, 16], [1, 16, 16, 16], [1, 14, 14, 32], [1, 32, 32, 32], [1, 28, 28, 64], [1, 14, 14, 116])]


def moved(make, kind, pieces, output_cost, written=size):
    """Along the channels, which lie apart, and along the last axis, where every place has pieces of its own."""
    return [({"row": pieces(a, s), "written": written(s)}, max(50.0, beside(lambda m, v: make(m, v, a, s), kind, s, kind) - output_cost))
            for a, s in ALONG]


def before(a, s):
    return size(s[:a])


def both(s):
    return 2 * size(s)


def move_rows(take, output_cost):
    """What copies values piece by piece."""
    def split_and_joined(m, v, a, s):
        first, second = m.node("Split", [v, m.constant(np.array([s[a] // 2] * 2))], outputs=2, axis=a)
        return m.node("Concat", [second, first], axis=a)

    for name, kind in (("float", FLOAT), ("int", BYTE)):
        joining = take(f"concat.moved.{name}", moved(lambda m, v, a, s: m.node("Concat", [v, v], axis=a), kind, lambda a, s: 2 * before(a, s),
                                                     output_cost, both))
        found = []
        for a, s in ALONG:
            counted = {"row": 2 * before(a, s), "written": size(s)}
            nanos = chained(lambda m, v: split_and_joined(m, v, a, s), kind, s, optimized=False)
            found.append((counted, max(50.0, nanos - joining["fixed"] - sum(joining[f] * counted[f] for f in counted))))
        take(f"split.{name}", found)
        take(f"slice.{name}", moved(lambda m, v, a, s: m.node("Slice", [v, m.constant([0]), m.constant([s[a] // 2]), m.constant([a])]), kind,
                                    before, output_cost, lambda s: size(s) // 2))
        take(f"gather.{name}", moved(lambda m, v, a, s: m.node("Gather", [v, m.constant(np.arange(s[a])[::-1].copy())], axis=a), kind,
                                     lambda a, s: size(s[:a + 1]), output_cost))
    take("concat.int", moved(lambda m, v, a, s: m.node("QLinearConcat", [
        m.scale(), m.zero(), v, m.scale(0.011), m.zero(), v, m.scale(0.012), m.zero()], domain="com.microsoft", axis=a), BYTE,
        lambda a, s: 2 * before(a, s), output_cost, both))


def layer_rows(take):
    """Convolutions."""
    reordering = take("reorder", reorder())
    take("conv.float.blocked", layers(layer_float, FLOAT, blocked))
    take("conv.float.blocked.depthwise", convolutions(conv_float, FLOAT, DEPTHWISE + UNEVEN_DEPTHWISE, depthwise))
    # A convolution of few channels reads the plain image, so a chain of them reorders each result.
    take("conv.float.blocked.stem", [(counted, max(100.0, nanos - reordering.get("fixed", 0) - reordering.get("read", 0) * c * n * n))
                                     for (counted, nanos), (c, _, n, _) in zip(convolutions(conv_float, FLOAT, NARROW, stem), NARROW)])
    take("conv.float.plain", lines())
    take("conv.float.plain.grouped", convolutions(conv_float, FLOAT, [g for g in GROUPED if g[0] // g[3] < BLOCK], grouped))
    changing = list(zip(pairs(PAIRS), PAIRS))
    take("conv.int", layers(layer_int, BYTE, integers) + [row for row, shape in changing if direct(*shape[:2])])
    take("conv.int.gathered", convolutions(conv_int, BYTE, NARROW, integer) + [row for row, shape in changing if not direct(*shape[:2])])
    take("conv.int.depthwise", convolutions(conv_int, BYTE, DEPTHWISE, depthwise))
    take("conv.int.depthwise.uneven", convolutions(conv_int, BYTE, UNEVEN_DEPTHWISE, depthwise))
    take("conv.int.grouped", convolutions(conv_int, BYTE, GROUPED, grouped))


def image_rows(take, output_cost):
    """What computes or moves images value by value."""
    for name, kind in (("float", FLOAT), ("int", BYTE)):
        take(f"transpose.{name}", lone(lambda m, v, s: m.node("Transpose", [v], perm=[0, 2, 3, 1]), kind, kind, same, output_cost), ["fixed", "read"])
        take(f"resize.{name}", lone(lambda m, v, s: m.node("Resize", [v, "", m.constant(np.array([1, 1, 2, 2], np.float32))], mode="nearest",
                                                          coordinate_transformation_mode="asymmetric", nearest_mode="floor"), kind, kind,
                                    lambda s: {"written": 4 * size(s)}, output_cost, VALUES[:4]))
        take(f"maxpool.{name}", pools("MaxPool", kind))
    take("move", lone(lambda m, v, s: m.node("Reshape", [v, m.constant([1, -1])]), FLOAT, FLOAT, lambda s: {}, 0.0, VALUES[:2]))
    take("resize.float.linear", lone(lambda m, v, s: m.node("Resize", [v, "", m.constant(np.array([1, 1, 2, 2], np.float32))], mode="linear"), FLOAT, FLOAT,
                                     lambda s: {"written": 4 * size(s)}, output_cost, VALUES[:4]))
    take("avgpool.float", pools("AveragePool", FLOAT))
    take("maxpool.float.blocked", pools("MaxPool", FLOAT, conv_float))
    take("avgpool.float.blocked", pools("AveragePool", FLOAT, conv_float))
    take("globalpool.float.blocked", blocked_global_pool())
    take("globalpool.float", lone(lambda m, v, s: m.node("GlobalAveragePool", [v]), FLOAT, FLOAT, lambda s: {"read": size(s)}, output_cost))
    take("globalpool.int", lone(lambda m, v, s: m.node("QLinearGlobalAveragePool", [v, m.scale(), m.zero(), m.scale(), m.zero()],
                                                       domain="com.microsoft", channels_last=1), BYTE, BYTE, lambda s: {"read": size(s)}, output_cost))
    for last in (0, 1):
        take("avgpool.int" + (".last" if last else ""), lone(lambda m, v, s: m.node("QLinearAveragePool", [v, m.scale(), m.zero(), m.scale(), m.zero()],
                                                          domain="com.microsoft", channels_last=last, kernel_shape=[2, 2], strides=[2, 2]), BYTE, BYTE,
                                                          lambda s: {"tap": size(s)}, output_cost))
    take("where.int", lone(lambda m, v, s: m.node("QLinearWhere", [m.constant(RNG.random(s) > 0.5), v, m.scale(), m.zero(), v, m.scale(), m.zero(), m.scale(), m.zero()],
                                                  domain="com.microsoft"), BYTE, BYTE, same, output_cost), ["fixed", "read"])
    take("where.float", lone(lambda m, v, s: m.node("Where", [m.constant(RNG.random(s) > 0.5), v, v]), FLOAT, FLOAT, same, output_cost), ["fixed", "read"])
    take("lookup.int", [({"read": size(s)}, chained(lambda m, v: m.node("QLinearSigmoid", with_scales(m, v), domain="com.microsoft"), BYTE, s, optimized=False)) for s in VALUES])
    for operator in ("Add", "Mul"):
        take(f"{operator.lower()}.int", binary_int(f"QLinear{operator}", False))
        take(f"{operator.lower()}.int.channel", binary_int(f"QLinear{operator}", True))
        take(f"{operator.lower()}.float", binary_float(operator, False))
        take(f"{operator.lower()}.float.channel", binary_float(operator, True))
    take("div.float", binary_float("Div", False))
    take("pow.float", [({"read": size(s)}, chained(lambda m, v: m.node("Pow", [v, m.scale(2)]), FLOAT, s, optimized=False)) for s in VALUES])
    for operator, attributes in (("Relu", {}), ("Sigmoid", {}), ("Tanh", {}), ("Erf", {}), ("Exp", {}), ("Sqrt", {}), ("HardSigmoid", {}), ("HardSwish", {}),
                                 ("LeakyRelu", {}), ("Neg", {})):
        take(f"{operator.lower()}.float", unary(operator, **attributes))
    take("clip.float", [({"read": size(s)}, chained(lambda m, v: m.node("Clip", [v, m.scale(0), m.scale(6)]), FLOAT, s, optimized=False)) for s in VALUES])
    take("maxpool.int.last", pools("MaxPool", BYTE, conv_int))


IMAGES = ((16, 4), (16, 8), (16, 14), (32, 14), (32, 28), (64, 28), (64, 56))
WINDOWS = [{"kernel_shape": [k, k], "pads": [(k - 1) // 2] * 2 + [k // 2] * 2} for k in (2, 3, 5)]


def pools(operator, kind, convolution=None):
    """By itself on a plain image, or between two convolutions of known cost, in the layout that those have."""
    found = []
    for (c, n), window in itertools.product(IMAGES, WINDOWS):
        def pool(model, value):
            return model.node(operator, [value], **window)

        if convolution is None:
            nanos = chained(pool, kind, [1, c, n, n], optimized=False)
        else:
            layer = convolution(c, 1, 1)
            nanos = chained(lambda m, v: pool(m, layer(m, v)), kind, [1, c, n, n]) - chained(layer, kind, [1, c, n, n])
        written = c * n * n
        found.append(({"tap": window["kernel_shape"][0] ** 2 * written, "written": written}, max(50.0, nanos)))
    return found


def blocked_global_pool():
    """Behind convolutions beside each other, of known cost."""
    def beside_each_other(length, c, n):
        model = Model()
        outputs = [model.node("GlobalAveragePool", [conv_float(c, 1, 1)(model, "x")]) for _ in range(length)]
        runtime = session(model, [helper.make_tensor_value_info("x", FLOAT, [1, c, n, n])],
                          [helper.make_tensor_value_info(o, FLOAT, None) for o in outputs], True)
        return least_time(runtime, {"x": feed_of(FLOAT, [1, c, n, n])})

    found = []
    for c, n in IMAGES:
        both = (beside_each_other(8, c, n) - beside_each_other(2, c, n)) / 6
        found.append(({"read": c * n * n}, max(50.0, both - chained(conv_float(c, 1, 1), FLOAT, [1, c, n, n]))))
    return found


def reorder():
    """Into blocked channels and back: two nodes, around a convolution of known cost that is taken off."""
    found = []
    for c, n in ((16, 14), (32, 14), (32, 28), (64, 28), (64, 56)):
        def convolution(model, value):
            return conv_float(c, 1, 1)(model, value)

        def apart(model, value):
            return model.node("Neg", [convolution(model, value)])
        joined = chained(convolution, FLOAT, [1, c, n, n])
        neg = chained(lambda m, v: m.node("Neg", [v]), FLOAT, [1, c, n, n], optimized=False)
        found.append(({"read": c * n * n}, max(50.0, (chained(apart, FLOAT, [1, c, n, n]) - joined - neg) / 2)))
    return found


# What is known of the other classes' instructions, as factors on the measured rates of x86-vnni: first the kernels that multiply
# floats, then those that multiply integers, then everything that computes or moves value by value; calls cost the same everywhere.
ESTIMATES = {
    "x86-avx2": (2.0, 6.0, 1.5, "vectors half as wide; without VNNI three instructions for each step of integers"),
    "x86-amx": (1.0, 0.5, 1.0, "the same vectors; tiles of integers about twice as fast as VNNI at the sizes of small networks"),
    "arm-dotprod": (4.0, 4.0, 3.0, "vectors a quarter as wide; dot products of four integers"),
    "arm-i8mm": (4.0, 2.5, 3.0, "vectors a quarter as wide; matrix instructions on integers"),
}


def estimate(table):
    """Tables of the classes that cannot be measured on this machine; each says that it is an estimate and from what."""
    measured = [line.split(" = ", 1) for line in table.read_text(encoding="utf-8").splitlines() if " = " in line]
    version = dict(measured)["version"]
    for target, (floats, integers_, values, why) in ESTIMATES.items():
        with open(table.with_name(f"{target}.properties"), "w", encoding="utf-8") as out:
            out.write(f"# Nanoseconds of ONNX Runtime's kernels on {target}; written by bench/rates.py, which says what the columns count.\n")
            out.write(f"version = {target}-estimate-{version.rsplit('-', 1)[1]}\n")
            out.write(f"origin = estimated from {version}: {why}; products of floats times {floats:g}, of integers times {integers_:g},"
                      f" value by value times {values:g}\n")
            for name, rates in measured:
                if name in ("version", "origin"):
                    continue
                multiplies = name.startswith(("conv.", "matmul.", "lstm.", "gru."))
                factor = values if not multiplies else integers_ if ".int" in name or ".dynamic" in name else floats
                factors = {"fixed": 1.0, "mac": factor}
                parts = [part.split(" ") for part in rates.split(", ")]
                out.write(f"{name} = " + ", ".join(f"{unit} {float(rate) * factors.get(unit, values):.5g}" for unit, rate in parts) + "\n")


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", default="x86-vnni")
    parser.add_argument("--table-version", type=int, default=1)
    parser.add_argument("--out", required=True)
    parser.add_argument("--only", choices=GROUPS, action="append", help="measure these rows, and keep the others that --out has")
    parser.add_argument("--estimate", action="store_true", help="measure nothing; derive the other classes' tables from --out, which exists")
    arguments = parser.parse_args()
    if arguments.estimate:
        estimate(pathlib.Path(arguments.out))
        return
    out = pathlib.Path(arguments.out)
    rows = kept_rows(out) if arguments.only else {}
    for name, (rates, error, shapes) in measure(arguments.only or GROUPS).items():
        priced = ", ".join(f"{f} {rates[f]:.5g}" for f in FEATURES if rates.get(f, 0) > 0)
        rows[name] = f"# {shapes} shapes, nine in ten within {error:.2f}\n{name} = {priced}\n"
    out.write_text(f"# Nanoseconds of ONNX Runtime's kernels on {arguments.target}; written by bench/rates.py, which says what the columns count.\n"
                   f"version = {arguments.target}-{arguments.table_version}\n"
                   f"origin = measured on {processor()}, one thread, ONNX Runtime {ort.__version__}\n"
                   + "".join(rows.values()), encoding="utf-8")


def kept_rows(table):
    """Each row of a table with the remark before it, by name."""
    lines = table.read_text(encoding="utf-8").splitlines()[3:]
    return {row.split(" = ")[0]: f"{remark}\n{row}\n" for remark, row in zip(lines[::2], lines[1::2])}


if __name__ == "__main__":
    main()
