package dev.narrowgauge.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Settings of the worker. */
@ConfigMapping(prefix = "narrowgauge.worker")
public interface WorkerConfig {
    /** Whether there is a worker in this process. */
    @WithDefault("true")
    boolean enabled();

    /** Jobs at a time. */
    @WithDefault("1")
    int slots();

    /** How long a job is safe without a heartbeat; after that another worker takes it. */
    @WithDefault("60s")
    Duration lease();

    /** How often a job at work extends its lease. */
    @WithDefault("10s")
    Duration heartbeat();

    /**
     * How long jobs at work may go on once the process is told to stop. What has not ended by then is given back, which takes
     * a few seconds more.
     */
    @WithDefault("20s")
    Duration grace();

    /** How long one attempt may take. */
    @WithDefault("1h")
    Duration deadline();

    /** Memory of one engine child, in MiB; otherwise three quarters of the machine's, divided by the slots. */
    OptionalLong childMemoryMib();

    /** Threads of one engine child; 0 takes the physical cores. */
    @WithDefault("0")
    int childThreads();

    /** Keeps an engine child started and warm while there is nothing to do, for the next job; it holds some 150 MiB. */
    @WithDefault("true")
    boolean spareChild();

    /** Name of this process in its leases, unlike any other's; made up unless set. */
    Optional<String> name();

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
