/** Makes variants of a prepared model, and looks at what ONNX Runtime makes of them. */
package dev.narrowgauge.engine.runtime.variant;
