/** Whether ONNX Runtime gives the same bytes again. */
package dev.narrowgauge.engine.runtime.determinism;
