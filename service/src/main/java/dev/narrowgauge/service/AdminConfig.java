package dev.narrowgauge.service;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How whoever administers a deployment of several programs is known. */
@ConfigMapping(prefix = "narrowgauge.admin")
public interface AdminConfig {
    /** API key that may do everything, which {@code narrowgauge migrate} makes known in the place of the one before. */
    Optional<String> key();
}
