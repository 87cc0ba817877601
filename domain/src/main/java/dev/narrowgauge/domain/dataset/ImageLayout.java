package dev.narrowgauge.domain.dataset;

/** The axes of an input that takes images, the outermost first: N counts samples, C channels, H rows, W columns. */
public enum ImageLayout {
    NCHW,
    NHWC,
    CHW,
    HWC,
    NHW,
    HW;

    /** Where the axis stands, or -1. */
    public int axis(char letter) {
        return name().indexOf(letter);
    }

    public int rank() {
        return name().length();
    }

    public boolean hasBatch() {
        return axis('N') >= 0;
    }
}
