package dev.narrowgauge.service.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What a process writes into its log. */
@ConfigMapping(prefix = "narrowgauge.log")
public interface LogConfig {
    /** Whether each line of the log is a JSON object. */
    @WithDefault("false")
    boolean json();

    /** File with levels of loggers that is read again every five seconds, so that they change without a restart. */
    Optional<Path> levels();
}
