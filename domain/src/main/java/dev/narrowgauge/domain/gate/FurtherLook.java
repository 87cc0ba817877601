package dev.narrowgauge.domain.gate;

/** What an agent looks at beside accuracy and latency, where it is told to. */
enum FurtherLook {
    PROFILE("narrowgauge.agent.profile"),
    USAGE("narrowgauge.agent.usage");

    private final String property;

    FurtherLook(String property) {
        this.property = property;
    }

    /**
     * For a person, where nobody looked.
     *
     * @param what would have been seen, a clause
     */
    String missing(String what) {
        return "Nobody looked %s: an agent does so with %s=true, for variants on the processor; then measure again."
                .formatted(what, property);
    }
}
