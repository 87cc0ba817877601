package dev.narrowgauge.domain.accuracy;

import java.util.List;

/** What a baseline and its variant answered to the same samples, with what is right where that is known. */
public sealed interface PairedAnswers
        permits AgreementAnswers, ClassAnswers, DetectionAnswers, NeighbourAnswers, SequenceAnswers, ValueAnswers {
    int samples();

    /** By every measure that suits such answers, the one that they are judged by first. */
    List<ScorePair> scores();

    /** Of each class that is told apart, in their order; empty where there are none. */
    default List<Slice> classes() {
        return List.of();
    }
}
