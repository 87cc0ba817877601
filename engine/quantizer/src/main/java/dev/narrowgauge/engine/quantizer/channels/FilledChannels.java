package dev.narrowgauge.engine.quantizer.channels;

/**
 * A value that a quantized model carries with more channels than the float model: its own come first, and nothing depends
 * on the others.
 *
 * @param own as many as the value has in the float model
 * @param all as many as it has in the quantized model
 */
public record FilledChannels(long own, long all) {
    public FilledChannels {
        if (own < 1 || all < own) {
            throw new IllegalArgumentException(own + " channels of " + all);
        }
    }
}
