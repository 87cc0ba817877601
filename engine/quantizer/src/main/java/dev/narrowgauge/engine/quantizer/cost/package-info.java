/** What a graph costs to run, counted from rates that were measured once, never from a clock. */
package dev.narrowgauge.engine.quantizer.cost;
