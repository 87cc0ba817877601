package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.NarrowgaugeException;

/** Ends this process, once, for a fault that waiting does not mend. */
@FunctionalInterface
public interface ProcessEnd {
    /** Returns at once, to whoever has to be stopped as well. */
    void because(NarrowgaugeException fault);
}
