package dev.narrowgauge.metrics;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may read what a program counts and times. */
@ConfigMapping(prefix = "narrowgauge.metrics")
public interface MetricsConfig {
    /**
     * What whoever reads {@code /q/metrics} has to send as a bearer token. Without one, callers of the same machine read it that
     * come by no proxy, and nobody else.
     */
    Optional<String> token();
}
