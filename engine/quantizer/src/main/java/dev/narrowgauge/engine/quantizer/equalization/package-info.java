/** Gives the channels of inner values like magnitudes, by scaling the weights on either side of them. */
package dev.narrowgauge.engine.quantizer.equalization;
