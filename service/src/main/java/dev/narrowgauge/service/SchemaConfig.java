package dev.narrowgauge.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a process comes to the schema that it needs. */
@ConfigMapping(prefix = "narrowgauge.schema")
public interface SchemaConfig {
    /**
     * Whether the process brings the schema to its version by itself, which its user must be allowed to; otherwise it waits
     * for {@code narrowgauge migrate}.
     */
    @WithDefault("false")
    boolean migrate();

    /**
     * How long a process waits at its start for servers that do not answer yet, Kafka and the gateway among them, and for a
     * schema of its version.
     */
    @WithDefault("60s")
    Duration maxWait();
}
