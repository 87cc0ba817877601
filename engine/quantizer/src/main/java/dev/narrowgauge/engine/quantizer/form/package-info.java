/** The shapes in which nodes that compute in integers are written, where the operator itself has no good integer kernel. */
package dev.narrowgauge.engine.quantizer.form;
