/** How channels run through a graph. */
package dev.narrowgauge.engine.quantizer.channels;
