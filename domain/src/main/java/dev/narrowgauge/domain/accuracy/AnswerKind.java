package dev.narrowgauge.domain.accuracy;

/** Kinds of answers by the number that stands for them in an {@link AnswerArchive}, which is that of their order. */
enum AnswerKind {
    AGREEMENT,
    CLASSES,
    DETECTION,
    NEIGHBOURS,
    SEQUENCES,
    VALUES;

    static AnswerKind of(PairedAnswers answers) {
        return switch (answers) {
            case AgreementAnswers _ -> AGREEMENT;
            case ClassAnswers _ -> CLASSES;
            case DetectionAnswers _ -> DETECTION;
            case NeighbourAnswers _ -> NEIGHBOURS;
            case SequenceAnswers _ -> SEQUENCES;
            case ValueAnswers _ -> VALUES;
        };
    }
}
