package dev.narrowgauge.domain.decision;

/** What the values of an output mean, and so what counts as the same answer. */
public enum OutputKind {
    /** One score for each class; the answer is the class with the largest. */
    CLASSES("classes"),
    /** Numbers between 0 and 1 that are used as they are, such as the scores of a detector's anchors. */
    PROBABILITIES("probabilities"),
    /** Scores of classes for each step; the answer is the decoded sequence. */
    SEQUENCES("sequences"),
    /** Anything else: maps, embeddings, states, boxes. */
    VALUES("values");

    private final String label;

    OutputKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
