/** Models that come quantized: recognised, told node by node, completed where that changes nothing. */
package dev.narrowgauge.engine.quantizer.imported;
