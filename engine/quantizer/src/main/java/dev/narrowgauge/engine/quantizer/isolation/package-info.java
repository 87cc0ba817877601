/** Each quantized node of a variant beside the float model: what the node alone adds to its results, and what lies behind. */
package dev.narrowgauge.engine.quantizer.isolation;
