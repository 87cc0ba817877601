package dev.narrowgauge.domain.gate;

/** For what the confidence of the rules holds. */
public enum Multiplicity {
    /** For each test by itself. */
    EACH,
    /** For all tests of a run together, by the method of Holm. */
    HOLM
}
