package dev.narrowgauge.worker;

import dev.narrowgauge.service.TaskRoleConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of the worker. */
@ConfigMapping(prefix = "narrowgauge.worker")
public interface WorkerConfig extends TaskRoleConfig {
    /** Jobs at a time. */
    @WithDefault("1")
    int slots();

    /** Keeps an engine child started and warm while there is nothing to do, for the next job; it holds some 150 MiB. */
    @WithDefault("true")
    boolean spareChild();

    /** Name of this process in its leases, unlike any other's; made up unless set. */
    Optional<String> name();
}
