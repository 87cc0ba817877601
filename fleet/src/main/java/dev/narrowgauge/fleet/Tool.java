package dev.narrowgauge.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Calls short programs of the system. */
final class Tool {
    private Tool() {}

    /**
     * What came of a command.
     *
     * @param problem why it did not do what it was to; empty where it did
     */
    private record Ended(String printed, Optional<String> problem) {
        static Ended badly(String problem) {
            return new Ended("", Optional.of(problem));
        }
    }

    /** Why it did not do what it was to; empty where it did. */
    static Optional<String> problem(List<String> command) {
        return run(command).problem();
    }

    /** What it printed, without space around it. */
    static String output(String... command) {
        Ended ended = run(List.of(command));
        ended.problem().ifPresent(problem -> {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, problem);
        });
        return ended.printed().strip();
    }

    private static Ended run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            return status == 0
                    ? new Ended(printed, Optional.empty())
                    : Ended.badly("'%s' ended with status %d: %s"
                            .formatted(String.join(" ", command), status, printed.strip()));
        } catch (IOException e) {
            return Ended.badly("'%s' cannot be called: %s".formatted(command.getFirst(), e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while " + command.getFirst() + " ran");
        }
    }

    static void call(String... command) {
        call(List.of(command));
    }

    static void call(List<String> command) {
        problem(command).ifPresent(problem -> {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, problem);
        });
    }
}
