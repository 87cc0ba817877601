package dev.narrowgauge.domain.scenario;

import java.util.Locale;

/** How a model is used, as MLPerf Inference tells apart. */
public enum Scenario {
    /** The next run begins as the one before ends: how long one takes. */
    SINGLE_STREAM,
    /** All samples are there from the beginning: how many are done in a second, by the size of a batch. */
    OFFLINE,
    /** Queries arrive at random: how many a second are answered in time. */
    SERVER;

    /** As people write it: {@code single-stream}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
