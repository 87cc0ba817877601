package dev.narrowgauge.service;

import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.TaskSettings;
import java.time.Duration;
import java.util.List;

/**
 * How a role takes tasks.
 *
 * @param owner name of the process in its leases, unique among all that run
 * @param slots tasks at a time
 * @param lease how long a task is safe without a heartbeat
 * @param grace that tasks at work have when the role is closed
 */
public record RoleSettings(
        Brokers brokers, String owner, int slots, Duration lease, Duration heartbeat, Duration grace) {
    public static RoleSettings of(TaskRoleConfig config, Brokers brokers, String owner, int slots) {
        return new RoleSettings(brokers, owner, slots, config.lease(), config.heartbeat(), config.grace());
    }

    /** @param group share group of the role */
    public TaskSettings tasks(String group, List<String> topics) {
        return new TaskSettings(brokers, owner, group, topics, slots, lease, heartbeat);
    }
}
