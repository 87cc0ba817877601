package dev.narrowgauge.domain.error;

/** Whose fault a failure is; decides whether trying again can help. */
public enum ErrorKind {
    /** The request or what it names is wrong. Trying the same again fails the same way. */
    USER,
    /** Memory, time, disk or a device ran out. The same request may succeed later. */
    RESOURCE,
    /** A defect or a crash in this system. */
    INTERNAL
}
