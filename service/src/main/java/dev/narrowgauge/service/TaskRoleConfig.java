package dev.narrowgauge.service;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** Settings that every role which takes tasks has; the mapping that extends them says under which prefix. */
public interface TaskRoleConfig {
    /** Whether the process runs this service. */
    @WithDefault("true")
    boolean enabled();

    /** How long a job is safe without a heartbeat; after that another process takes it. */
    @WithDefault("60s")
    Duration lease();

    /** How often a job at work extends its lease, and an agent says that its node lives. */
    @WithDefault("10s")
    Duration heartbeat();

    /**
     * How long jobs at work may go on once the process is told to stop. What has not ended by then is given back, which takes
     * a few seconds more.
     */
    @WithDefault("20s")
    Duration grace();

    /** How long one engine child may live, of which a quantization has one and a measurement several. */
    @WithDefault("1h")
    Duration deadline();

    /**
     * Memory of one engine child, in MiB; otherwise three quarters of the machine's, shared by the children that live at a
     * time: one for each slot of a worker, three for an agent.
     */
    OptionalLong childMemoryMib();

    /** Threads of one engine child; 0 takes the physical cores. */
    @WithDefault("0")
    int childThreads();

    /** Folder for files of jobs at work. */
    @WithDefault("${narrowgauge.work-dir:${narrowgauge.data-dir:.narrowgauge}/work}")
    Path workDir();
}
