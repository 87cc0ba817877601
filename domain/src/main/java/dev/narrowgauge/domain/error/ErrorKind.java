package dev.narrowgauge.domain.error;

/** Whose fault a failure is; decides whether trying again can help, and where. */
public enum ErrorKind {
    /** The request or what it names is wrong. Trying the same again fails the same way. */
    USER,
    /** Memory, time or a device ran out. The same request may succeed later. */
    RESOURCE,
    /** The machine that did the work is broken: a disk, a mount, an installation. Another machine can do the same. */
    INFRASTRUCTURE,
    /** A defect or a crash in this system. */
    INTERNAL
}
