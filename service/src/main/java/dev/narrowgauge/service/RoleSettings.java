package dev.narrowgauge.service;

import dev.narrowgauge.queue.TaskSettings;
import java.time.Duration;

/**
 * How a role works on tasks.
 *
 * @param owner name of the process in its leases, unique among all that run
 * @param slots tasks at a time
 * @param lease how long a task is safe without a heartbeat
 * @param grace that tasks at work have when the role is closed
 */
public record RoleSettings(String owner, int slots, Duration lease, Duration heartbeat, Duration grace) {
    public static RoleSettings of(TaskRoleConfig config, String owner, int slots) {
        return new RoleSettings(owner, slots, config.lease(), config.heartbeat(), config.grace());
    }

    public TaskSettings tasks() {
        return new TaskSettings(owner, slots, lease, heartbeat);
    }
}
