/** Which range of an activation's values gets codes of its own, by several methods from the same statistics. */
package dev.narrowgauge.engine.quantizer.range;
