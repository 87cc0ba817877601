package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.net.BindException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that roles run in: it ends with the status of {@link ExitCode}, and says in one line why it cannot start. */
public final class RoleProcess {
    private final String otherPort;
    private final Runnable end;

    /**
     * @param otherPort what chooses another port, for who finds one taken
     * @param end is called once nothing of the application runs any more
     */
    public RoleProcess(String otherPort, Runnable end) {
        this.otherPort = otherPort;
        this.end = end;
    }

    /** Starts the roles, runs the application, and ends the process with the status that it returns. */
    public void run(Class<? extends QuarkusApplication> application) {
        Quarkus.run(application, this::ended);
    }

    /** Starts the roles, and ends the process once it is told to stop. */
    public void runUntilStopped() {
        Quarkus.run(null, this::ended);
    }

    private void ended(int status, Throwable failure) {
        end.run();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NarrowgaugeException known) {
                fail(known.code(), known.getMessage());
            }
            if (cause instanceof BindException) {
                fail(
                        ErrorCode.PORT_IN_USE,
                        "A port was taken while the services started (%s): stop what listens there or choose another port with %s."
                                .formatted(cause.getMessage(), otherPort));
            }
        }
        if (failure != null) {
            fail(ErrorCode.INTERNAL_ERROR, "The services did not start: " + causes(failure));
        }
        System.exit(status);
    }

    /** The framework's own sentence says only that it did not start: why stands in a cause further down. */
    private static String causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                .distinct()
                .collect(Collectors.joining("; because of "));
    }

    /** Says what is wrong, and ends the process with the status that goes with it. */
    public static void fail(ErrorCode code, String sentence) {
        System.err.printf("error %s: %s%n", code, sentence);
        System.exit(ExitCode.of(code).status());
    }
}
