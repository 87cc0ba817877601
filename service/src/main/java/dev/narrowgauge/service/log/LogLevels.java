package dev.narrowgauge.service.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;

/**
 * Levels of loggers as a file has them, in lines such as {@code dev.narrowgauge.queue=DEBUG}; {@code root} is the logger above
 * all. One that the file has no more gets back the level that it had.
 */
final class LogLevels {
    private static final Logger LOG = System.getLogger(LogLevels.class.getName());
    private static final String ROOT = "root";

    private final LogContext loggers;
    private final Path file;

    /** Those that the file has changed. One that nobody holds is forgotten with its level. */
    private final Map<String, Changed> changed = new HashMap<>();

    private Optional<String> last = Optional.empty();

    /** @param before its level; empty where it had that of the logger above it */
    private record Changed(org.jboss.logmanager.Logger logger, Optional<Level> before) {
        static Changed of(org.jboss.logmanager.Logger logger) {
            return new Changed(logger, Optional.ofNullable(logger.getLevel()));
        }
    }

    LogLevels(LogContext loggers, Path file) {
        this.loggers = loggers;
        this.file = file;
    }

    /** Reads the file, and makes its levels those of the loggers. What cannot be read changes nothing. */
    synchronized void look() {
        String text;
        try {
            text = Files.exists(file) ? Files.readString(file, UTF_8) : "";
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "the levels of the log cannot be read from {0}: {1}", file, e);
            return;
        }
        if (last.filter(text::equals).isPresent()) {
            return;
        }
        last = Optional.of(text);
        try {
            apply(levels(text));
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Logger.Level.WARNING,
                    "the levels of the log stay as they are, as {0} has one that is none ({1}): ERROR, WARN, INFO and DEBUG are levels",
                    file,
                    e.getMessage());
        }
    }

    private Map<String, Level> levels(String text) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.stringPropertyNames().stream()
                .collect(toMap(
                        name -> name.equals(ROOT) ? "" : name,
                        name -> loggers.getLevelForName(
                                lines.getProperty(name).strip().toUpperCase(Locale.ROOT))));
    }

    private void apply(Map<String, Level> levels) {
        changed.forEach((name, logger) -> {
            if (!levels.containsKey(name)) {
                logger.logger().setLevel(logger.before().orElse(null));
            }
        });
        changed.keySet().retainAll(levels.keySet());
        levels.forEach((name, level) -> changed.computeIfAbsent(name, _ -> Changed.of(loggers.getLogger(name)))
                .logger()
                .setLevel(level));
        LOG.log(Logger.Level.INFO, "levels of the log are those of {0}: {1}", file, levels);
    }
}
