package dev.narrowgauge.cli.reduce;

/** What is done with a model to see its fault. */
enum Exercise {
    /** Quantize it, and hold the result against it. */
    QUANTIZE,
    /** Load it in ONNX Runtime and run it as it is. */
    RUN,
    /** Run it with the optimizations of ONNX Runtime and without. */
    OPTIMIZATIONS,
    /** Prepare it for quantization, and hold that against it. */
    PREPARATION
}
