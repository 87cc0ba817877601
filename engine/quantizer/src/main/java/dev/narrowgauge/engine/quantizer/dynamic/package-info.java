/** Dynamic INT8 quantization: weights are integers in the file, activations become integers while the model runs. */
package dev.narrowgauge.engine.quantizer.dynamic;
