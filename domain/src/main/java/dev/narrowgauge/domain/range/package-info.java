/** Whether data stay within the ranges that a quantized model's activations can represent. */
package dev.narrowgauge.domain.range;
