package dev.narrowgauge.domain.gate;

/** Whether a rule decides, or is on trial. */
public enum Mode {
    ENFORCE,
    OBSERVE
}
