/** Which nodes compute in integers, by the rules of what the runtime fuses. */
package dev.narrowgauge.engine.quantizer.placement;
