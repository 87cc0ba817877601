package dev.narrowgauge.domain.history;

/** What of a measurement has a history. Names are stored and are part of the API: one more may come, none changes its meaning. */
public enum TrackedMetric {
    /** Time of the variant / of its baseline. */
    LATENCY_RATIO(Scale.LOG, "ratio", Better.LESS, 0.02, true),
    /** Share of the answers that are right, of the variant less that of the baseline; of data with labels. */
    ACCURACY_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    /** Share of the answers that differ from the baseline's. */
    FLIP_SHARE(Scale.LINEAR, "share", Better.LESS, 0.005, false),
    /** Bytes of the variant's file / of its baseline's. */
    SIZE_RATIO(Scale.LOG, "ratio", Better.LESS, 0.01, false),
    /** Peak resident memory of the process with the variant / of that with its baseline. */
    MEMORY_RATIO(Scale.LOG, "ratio", Better.LESS, 0.05, true),
    /** Median latency of the variant. */
    LATENCY_P50(Scale.LOG, "ms", Better.LESS, 0.05, true),
    /** Upper estimate of the 99th percentile of the variant's latency. */
    LATENCY_P99(Scale.LOG, "ms", Better.LESS, 0.10, true),
    /** Median latency of the baseline: that of the same file on the same machine, so that a change is the machine's. */
    BASELINE_P50(Scale.LOG, "ms", Better.LESS, 0.05, true),
    /** Of the variant less that of the baseline, as all metrics of accuracy that follow, but for those that are ratios. */
    TOP5_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    F1_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    MAP_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    RECALL_AT_1_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    CHARACTER_ERROR_DIFFERENCE(Scale.LINEAR, "share", Better.LESS, 0.002, false),
    WORD_ERROR_DIFFERENCE(Scale.LINEAR, "share", Better.LESS, 0.002, false),
    PEARSON_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    SPEARMAN_DIFFERENCE(Scale.LINEAR, "share", Better.MORE, 0.002, false),
    RMSE_RATIO(Scale.LOG, "ratio", Better.LESS, 0.01, false),
    MAE_RATIO(Scale.LOG, "ratio", Better.LESS, 0.01, false),
    /** Samples in a second in a scenario, of the variant / of its baseline. */
    THROUGHPUT_RATIO(Scale.LOG, "ratio", Better.MORE, 0.05, true),
    /** Energy of a sample in a scenario, of the variant / of its baseline. */
    ENERGY_RATIO(Scale.LOG, "ratio", Better.LESS, 0.05, true),
    /** Time from the start of a process to its first answer, with the variant / with its baseline. */
    COLD_START_RATIO(Scale.LOG, "ratio", Better.LESS, 0.10, true);

    private enum Better {
        LESS,
        MORE
    }

    private final Scale scale;
    private final String unit;
    private final Better better;
    private final double smallestChange;
    private final boolean ofMachine;

    TrackedMetric(Scale scale, String unit, Better better, double smallestChange, boolean ofMachine) {
        this.scale = scale;
        this.unit = unit;
        this.better = better;
        this.smallestChange = smallestChange;
        this.ofMachine = ofMachine;
    }

    public Scale scale() {
        return scale;
    }

    /** {@code ratio}, {@code share} of 1, or {@code ms}. */
    public String unit() {
        return unit;
    }

    public boolean lessIsBetter() {
        return better == Better.LESS;
    }

    /** A change that is smaller matters to nobody: relative where the metric is a factor, in points of 1 where it is a share. */
    public double smallestChange() {
        return smallestChange;
    }

    /** Whether it depends on the machine, so that values of two machines say nothing of each other. */
    public boolean ofMachine() {
        return ofMachine;
    }
}
