package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** The program that prepares the servers for the others, and ends by itself. */
final class Migration {
    static final String PROGRAM = "migrate";

    private Migration() {}

    /**
     * Returns when it has done that.
     *
     * @param settings variables of its environment, on top of ours
     * @param folder in which it is started, and which gets what it prints
     */
    static void run(List<String> command, Map<String, String> settings, Path folder) {
        Path log = folder.resolve("migrate.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().putAll(settings);
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "migrate ended with status %d; %s says why.".formatted(status, log));
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "migrate cannot be started: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the schema was migrated");
        }
    }
}
