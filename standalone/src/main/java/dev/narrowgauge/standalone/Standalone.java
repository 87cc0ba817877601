package dev.narrowgauge.standalone;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Everything in one process: the embedded servers first, then the unchanged services on top of them. */
@QuarkusMain
public final class Standalone {
    private Standalone() {}

    public static void main(String[] arguments) {
        Settings settings = new Settings();
        CommandLine commandLine = new CommandLine(settings);
        commandLine.getCommandSpec().usageMessage().exitCodeListHeading("%nExit status:%n");
        commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        try {
            commandLine.parseArgs(arguments);
            settings.requirePorts();
        } catch (CommandLine.ParameterException failure) {
            fail(ErrorCode.REQUEST_INVALID, failure.getMessage());
        } catch (NarrowgaugeException failure) {
            fail(failure.code(), failure.getMessage());
        }
        if (!CommandLine.printHelpIfRequested(commandLine.getParseResult())) {
            run(settings);
        }
    }

    private static void run(Settings settings) {
        EarlyLog.quieten();
        // The framework refuses an address that is no URI without a word; the API then does so with a problem document.
        System.setProperty("vertx.disableURIValidation", "true");
        if (settings.stopsAtEndOfInput()) {
            Thread.ofPlatform().name("parent-watch").daemon().start(Standalone::exitAtEndOfInput);
        }
        try {
            EmbeddedServers.start(settings);
        } catch (NarrowgaugeException failure) {
            fail(failure.code(), failure.getMessage());
        }
        Quarkus.run(Application.class, Standalone::ended);
    }

    /** Standard input ends when the parent does, however it ends. */
    private static void exitAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // A broken pipe is an end, too.
        }
        System.exit(0);
    }

    private static void ended(int status, Throwable failure) {
        EmbeddedServers.stop();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NarrowgaugeException known) {
                fail(known.code(), known.getMessage());
            }
            if (cause instanceof BindException) {
                fail(
                        ErrorCode.PORT_IN_USE,
                        "A port was taken while the services started (%s): stop what listens there or choose another port with --port."
                                .formatted(cause.getMessage()));
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

    private static void fail(ErrorCode code, String sentence) {
        System.err.printf("error %s: %s%n", code, sentence);
        System.exit(ExitCode.of(code).status());
    }
}
