package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.process.ProgramLanguage;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.net.BindException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that roles run in: it ends with the status of {@link ExitCode}, and says in one line why it cannot start. */
public final class RoleProcess {
    private static final List<String> HELP = List.of("--help", "-h");
    private static final String WHERE_SETTINGS_ARE =
            "Its settings are environment variables, or stand in config/application.properties; docs/configuration.md lists them.";

    private final String otherPort;
    private final Runnable end;

    /** Of an application that is told by its configuration alone what to do. */
    public RoleProcess() {
        this("quarkus.http.port", () -> {});
    }

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
        ProgramLanguage.fix();
        trustAuthorities();
        Quarkus.run(application, this::ended);
    }

    /** Starts the roles, and ends the process once it is told to stop. */
    public void runUntilStopped() {
        ProgramLanguage.fix();
        trustAuthorities();
        Quarkus.run(null, this::ended);
    }

    private static void trustAuthorities() {
        try {
            TrustedAuthorities.trust(System.getenv());
        } catch (NarrowgaugeException e) {
            fail(e.code(), e.getMessage());
        }
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

    /**
     * Returns where there are no arguments: a program of one role is told what to do by its configuration. Otherwise it
     * prints what the program does, or refuses them, and ends the process.
     *
     * @param command as a person types it after {@code narrowgauge}
     * @param purpose a sentence
     */
    public static void takeNoArguments(String command, String purpose, String[] arguments) {
        if (arguments.length == 0) {
            return;
        }
        if (HELP.contains(arguments[0])) {
            System.out.printf("Usage: narrowgauge %s%n%s%n%n%s%n", command, purpose, WHERE_SETTINGS_ARE);
            System.exit(ExitCode.OK.status());
        }
        fail(
                ErrorCode.REQUEST_INVALID,
                "'narrowgauge %s' takes no argument '%s'. %s".formatted(command, arguments[0], WHERE_SETTINGS_ARE));
    }

    /** Says what is wrong, and ends the process with the status that goes with it. */
    public static void fail(ErrorCode code, String sentence) {
        System.err.printf("error %s: %s%n", code, sentence);
        System.exit(ExitCode.of(code).status());
    }
}
