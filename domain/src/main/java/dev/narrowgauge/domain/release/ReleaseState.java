package dev.narrowgauge.domain.release;

/** Where a release stands. Names never change: clients branch on them. */
public enum ReleaseState {
    /** Somebody wants it; nobody has approved it yet. */
    PROPOSED,
    /** What is released of its model name: there is one at most. */
    ACTIVE,
    /** Another one followed it. A roll-back may return to it. */
    REPLACED,
    /** It was active and was taken back. */
    ROLLED_BACK,
    /** Nobody is to approve it, or to return to it. */
    WITHDRAWN;

    /** Whether its run, and so the file of its variant, has to stay. */
    public boolean keepsRun() {
        return this == PROPOSED || this == ACTIVE || this == REPLACED;
    }
}
