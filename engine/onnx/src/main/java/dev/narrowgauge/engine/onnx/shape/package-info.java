/** Shapes of values, with lengths that may be names: inferred from declarations, operators and arithmetic on shapes. */
package dev.narrowgauge.engine.onnx.shape;
