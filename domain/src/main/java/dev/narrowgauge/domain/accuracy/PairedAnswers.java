package dev.narrowgauge.domain.accuracy;

import java.util.List;

/** What a baseline and its variant answered to the same samples, with what is right where that is known. */
public sealed interface PairedAnswers
        permits AgreementAnswers, ClassAnswers, DetectionAnswers, NeighbourAnswers, SequenceAnswers, ValueAnswers {
    int samples();

    /** By every measure that suits such answers, the one that they are judged by first. */
    List<ScorePair> scores();

    /**
     * The same with what the variant of others answered in the place of the baseline's answers.
     *
     * @param others of the same kind
     * @throws IllegalArgumentException where they are not of the same samples with the same truth
     */
    PairedAnswers against(PairedAnswers others);

    /** Fails with an IllegalArgumentException unless what is right is the same. */
    static void requireSameTruth(boolean isSame) {
        if (!isSame) {
            throw new IllegalArgumentException("they are not of the same samples with the same labels");
        }
    }

    /** Of each class that is told apart, in their order; empty where there are none. */
    default List<Slice> classes() {
        return List.of();
    }
}
