package dev.narrowgauge.domain.accuracy;

/** The boxes that count, by their area in square pixels, both ends included, as pycocotools has them. */
enum AreaRange {
    ALL(0, 1e10),
    SMALL(0, 32 * 32),
    MEDIUM(32 * 32, 96 * 96),
    LARGE(96 * 96, 1e10);

    private final double least;
    private final double most;

    AreaRange(double least, double most) {
        this.least = least;
        this.most = most;
    }

    boolean contains(double area) {
        return area >= least && area <= most;
    }
}
