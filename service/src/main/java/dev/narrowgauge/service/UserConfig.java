package dev.narrowgauge.service;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Users of the database, where the programs do not connect as the owner of its tables. */
@ConfigMapping(prefix = "narrowgauge.users")
public interface UserConfig {
    /** User of the database as whom the API connects: {@code narrowgauge migrate} gives it the rights that it needs. */
    Optional<String> api();

    /** The same of workers. */
    Optional<String> worker();

    /** The same of agents. */
    Optional<String> agent();
}
