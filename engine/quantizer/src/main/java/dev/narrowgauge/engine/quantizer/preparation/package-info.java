/** Brings float models into the one form that the rest of the quantizer works on. */
package dev.narrowgauge.engine.quantizer.preparation;
