package dev.narrowgauge.service;

import dev.narrowgauge.queue.TaskListener;
import dev.narrowgauge.queue.TaskSettings;
import dev.narrowgauge.queue.TaskTraces;
import java.time.Duration;

/**
 * How a role works on tasks.
 *
 * @param owner name of the process in its leases, unique among all that run
 * @param slots tasks at a time
 * @param lease how long a task is safe without a heartbeat
 * @param grace that tasks at work have when the role is closed
 * @param traces of what it does
 * @param listener hears how the tasks go
 */
public record RoleSettings(
        String owner,
        int slots,
        Duration lease,
        Duration heartbeat,
        Duration grace,
        TaskTraces traces,
        TaskListener listener) {
    /** Nobody hears how the tasks go. */
    public RoleSettings(
            String owner, int slots, Duration lease, Duration heartbeat, Duration grace, TaskTraces traces) {
        this(owner, slots, lease, heartbeat, grace, traces, TaskListener.none());
    }

    public static RoleSettings of(TaskRoleConfig config, String owner, int slots, TaskTraces traces) {
        return new RoleSettings(owner, slots, config.lease(), config.heartbeat(), config.grace(), traces);
    }

    public RoleSettings heardBy(TaskListener other) {
        return new RoleSettings(owner, slots, lease, heartbeat, grace, traces, other);
    }

    public TaskSettings tasks() {
        return new TaskSettings(owner, slots, lease, heartbeat, traces, listener);
    }
}
