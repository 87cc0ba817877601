/** The arithmetic of quantization: scales, zero points, weights and biases. */
package dev.narrowgauge.engine.quantizer.numbers;
