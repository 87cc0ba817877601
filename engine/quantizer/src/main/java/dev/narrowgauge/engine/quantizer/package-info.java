/** Float graph and calibration statistics in, quantized graph and report out. */
package dev.narrowgauge.engine.quantizer;
