/** Makes a model that shows a fault as small as it can be with the fault still there. */
package dev.narrowgauge.engine.onnx.reduce;
