package dev.narrowgauge.engine.runtime.evaluate;

/**
 * How uncertain the noise per signal over some samples is: the standard error of a ratio of sums (Cochran, Sampling Techniques,
 * 1977, chapter 6). A few samples with most of the noise make it large.
 */
final class NoiseSpread {
    private long samples;
    private double noise;
    private double signal;
    private double noiseSquares;
    private double signalSquares;
    private double products;

    /** @param ofNoise and {@code ofSignal}: sums of squares over one sample */
    void add(double ofNoise, double ofSignal) {
        samples++;
        noise += ofNoise;
        signal += ofSignal;
        noiseSquares += ofNoise * ofNoise;
        signalSquares += ofSignal * ofSignal;
        products += ofNoise * ofSignal;
    }

    /** Standard error of the noise power per signal power, as a share of it; 0 where it is not known. */
    double relativeError() {
        if (samples < 2 || !(noise > 0) || !(signal > 0) || !Double.isFinite(noiseSquares)) {
            return 0;
        }
        double ratio = noise / signal;
        double squares = Math.max(0, noiseSquares - 2 * ratio * products + ratio * ratio * signalSquares);
        return Math.sqrt(squares * samples / (samples - 1)) / noise;
    }
}
