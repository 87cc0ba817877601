package dev.narrowgauge.queue;

/** Which share group a role takes its dispatch messages with. */
public final class TaskGroup {
    public static final String WORKERS = "narrowgauge.workers";
    public static final String AGENTS = "narrowgauge.agents";

    private TaskGroup() {}
}
