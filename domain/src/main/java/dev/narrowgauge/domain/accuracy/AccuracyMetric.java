package dev.narrowgauge.domain.accuracy;

import java.util.Arrays;
import java.util.Optional;

/** What can be said of answers with a number. */
public enum AccuracyMetric {
    TOP1("top1", Sense.HIGHER, Unit.PROPORTION),
    TOP5("top5", Sense.HIGHER, Unit.PROPORTION),
    /** Of one class, the share of its samples that were recognised. */
    RECALL("recall", Sense.HIGHER, Unit.PROPORTION),
    F1_MACRO("f1.macro", Sense.HIGHER, Unit.SHARE),
    F1_MICRO("f1.micro", Sense.HIGHER, Unit.SHARE),
    F1_WEIGHTED("f1.weighted", Sense.HIGHER, Unit.SHARE),
    /** Right answers of all answers, where a sample has several. */
    TOKEN_ACCURACY("tokenAccuracy", Sense.HIGHER, Unit.PROPORTION),
    /** Edits per symbol of the truth, over all samples. */
    CHARACTER_ERROR_RATE("characterErrorRate", Sense.LOWER, Unit.SHARE),
    WORD_ERROR_RATE("wordErrorRate", Sense.LOWER, Unit.SHARE),
    PEARSON("pearson", Sense.HIGHER, Unit.NUMBER),
    SPEARMAN("spearman", Sense.HIGHER, Unit.NUMBER),
    RMSE("rmse", Sense.LOWER, Unit.NUMBER),
    MAE("mae", Sense.LOWER, Unit.NUMBER),
    /** Queries with one of the same item among the k nearest others. */
    RECALL_AT_1("recallAt1", Sense.HIGHER, Unit.PROPORTION),
    RECALL_AT_5("recallAt5", Sense.HIGHER, Unit.PROPORTION),
    RECALL_AT_10("recallAt10", Sense.HIGHER, Unit.PROPORTION),
    MAP("map", Sense.HIGHER, Unit.SHARE),
    MAP_50("map50", Sense.HIGHER, Unit.SHARE),
    MAP_75("map75", Sense.HIGHER, Unit.SHARE),
    MAP_SMALL("mapSmall", Sense.HIGHER, Unit.SHARE),
    MAP_MEDIUM("mapMedium", Sense.HIGHER, Unit.SHARE),
    MAP_LARGE("mapLarge", Sense.HIGHER, Unit.SHARE),
    AVERAGE_RECALL_1("averageRecall1", Sense.HIGHER, Unit.SHARE),
    AVERAGE_RECALL_10("averageRecall10", Sense.HIGHER, Unit.SHARE),
    AVERAGE_RECALL_100("averageRecall100", Sense.HIGHER, Unit.SHARE),
    AVERAGE_RECALL_SMALL("averageRecallSmall", Sense.HIGHER, Unit.SHARE),
    AVERAGE_RECALL_MEDIUM("averageRecallMedium", Sense.HIGHER, Unit.SHARE),
    AVERAGE_RECALL_LARGE("averageRecallLarge", Sense.HIGHER, Unit.SHARE),
    /** Answers that are the baseline's. */
    AGREEMENT("agreement", Sense.LIKE_BASELINE, Unit.PROPORTION),
    /** Between the outputs of variant and baseline for a sample, the mean over the samples. */
    COSINE("cosine", Sense.LIKE_BASELINE, Unit.NUMBER),
    /** Signal to quantization noise over all samples. */
    SQNR("sqnr", Sense.NOISE, Unit.DECIBEL);

    /** What is better, and so what a loss is. */
    enum Sense {
        HIGHER,
        LOWER,
        /** 1 where the variant answers as the baseline does. */
        LIKE_BASELINE,
        /** Decibel above the noise that the variant adds; what is lost is that noise, as a share of the signal's power. */
        NOISE
    }

    public enum Unit {
        /** A share of answers of which each is right or wrong. */
        PROPORTION,
        /** Another number between 0 and 1. */
        SHARE,
        NUMBER,
        DECIBEL
    }

    private final String label;
    private final Sense sense;
    private final Unit unit;

    AccuracyMetric(String label, Sense sense, Unit unit) {
        this.label = label;
        this.sense = sense;
        this.unit = unit;
    }

    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    public static Optional<AccuracyMetric> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst();
    }

    /** Whether the value itself says how far the variant is from the baseline, which then has none. */
    public boolean isAgainstBaseline() {
        return sense == Sense.LIKE_BASELINE || sense == Sense.NOISE;
    }

    /** What the variant lost: positive is worse, 0 is none. In the unit of the metric; of SQNR a share of the signal's power. */
    double loss(double baseline, double variant) {
        return switch (sense) {
            case HIGHER -> baseline - variant;
            case LOWER -> variant - baseline;
            case LIKE_BASELINE -> 1 - variant;
            case NOISE -> Math.pow(10, -variant / 10);
        };
    }
}
