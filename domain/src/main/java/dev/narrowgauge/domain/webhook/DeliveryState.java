package dev.narrowgauge.domain.webhook;

/** What has become of a delivery. */
public enum DeliveryState {
    /** It is to be sent, for the first time or again. */
    WAITING,
    /** The receiver has said that it has it. */
    DELIVERED,
    /** It is not tried any more. */
    FAILED
}
