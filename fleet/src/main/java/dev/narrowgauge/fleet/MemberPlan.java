package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A program of a fleet, and the machine that it is on.
 *
 * @param name of both
 * @param deviceClass that the machine's processor shows; empty leaves it as it is
 * @param workDisk size of the disk for files of jobs at work, as {@code mount} reads it; empty for that of all files
 * @param outside whether the machine reaches nothing but the gRPC of an API, which only an agent can do with
 */
public record MemberPlan(Role role, String name, String deviceClass, String workDisk, boolean outside) {
    /** One of each class that a processor of this architecture may have. */
    private static final List<MemberPlan> USUAL = List.of(
            of(Role.API, "api-1"),
            of(Role.API, "api-2"),
            of(Role.WORKER, "worker-1"),
            of(Role.WORKER, "worker-2"),
            agent("agent-1", "x86-avx2"),
            agent("agent-2", "x86-vnni"),
            agent("agent-3", "x86-amx"));

    public MemberPlan {
        requireNonNull(role, "role is null");
        requireNonNull(name, "name is null");
        requireNonNull(deviceClass, "deviceClass is null");
        requireNonNull(workDisk, "workDisk is null");
        if (outside && role != Role.AGENT) {
            throw new IllegalArgumentException("%s is outside and no agent".formatted(name));
        }
    }

    /** Two APIs, two workers and an agent of each of three device classes. */
    public static List<MemberPlan> usual() {
        return USUAL;
    }

    public MemberPlan withWorkDisk(String size) {
        return new MemberPlan(role, name, deviceClass, size, outside);
    }

    /** The same agent on a machine outside. */
    public MemberPlan movedOutside() {
        return new MemberPlan(role, name, deviceClass, workDisk, true);
    }

    private static MemberPlan of(Role role, String name) {
        return new MemberPlan(role, name, "", "", false);
    }

    private static MemberPlan agent(String name, String deviceClass) {
        return new MemberPlan(Role.AGENT, name, deviceClass, "", false);
    }
}
