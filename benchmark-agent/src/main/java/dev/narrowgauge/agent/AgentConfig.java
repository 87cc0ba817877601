package dev.narrowgauge.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Settings of the benchmark agent. */
@ConfigMapping(prefix = "narrowgauge.agent")
public interface AgentConfig {
    /** Whether there is an agent in this process. */
    @WithDefault("true")
    boolean enabled();

    /** Name of this node; the host's name unless set. */
    Optional<String> name();

    /** How long a job is safe without a heartbeat; after that another agent takes it. */
    @WithDefault("60s")
    Duration lease();

    /** How often the node says that it lives, and extends its lease. */
    @WithDefault("10s")
    Duration heartbeat();

    /**
     * How long jobs at work may go on once the process is told to stop. What has not ended by then is given back, which takes
     * a few seconds more.
     */
    @WithDefault("20s")
    Duration grace();

    /** How long each engine child of a measurement may live. */
    @WithDefault("1h")
    Duration deadline();

    /** Most forks of a measurement, each with fresh processes; fewer than 6 make previews, which answer nothing. */
    @WithDefault("40")
    int forks();

    /** Memory of one engine child, in MiB; otherwise a quarter of the machine's, for three live at a time. */
    OptionalLong childMemoryMib();

    /** Threads of an engine child; 0 takes the physical cores. */
    @WithDefault("0")
    int childThreads();

    /** Where Kafka is. */
    @WithDefault("${kafka.bootstrap.servers:localhost:9092}")
    String kafka();

    /** Folder of the blob store, the same for all processes of a deployment. */
    @WithDefault("${narrowgauge.blob-dir:${narrowgauge.data-dir:.narrowgauge}/blobs}")
    Path blobDir();

    /** Folder for files of jobs at work. */
    @WithDefault("${narrowgauge.work-dir:${narrowgauge.data-dir:.narrowgauge}/work}")
    Path workDir();
}
