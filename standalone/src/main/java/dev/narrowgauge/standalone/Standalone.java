package dev.narrowgauge.standalone;

import dev.narrowgauge.api.connection.ConnectionDeadlines;
import dev.narrowgauge.api.error.RequestUrl;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.process.ProgramLanguage;
import dev.narrowgauge.service.RoleProcess;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine;

/** Everything in one process: the embedded servers first, then the unchanged services on top of them. */
@QuarkusMain
public final class Standalone {
    private Standalone() {}

    public static void main(String[] arguments) {
        ProgramLanguage.fix();
        Settings settings = new Settings();
        CommandLine commandLine = new CommandLine(settings);
        commandLine.getCommandSpec().usageMessage().exitCodeListHeading("%nExit status:%n");
        commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        try {
            commandLine.parseArgs(arguments);
            settings.requirePorts();
        } catch (CommandLine.ParameterException failure) {
            RoleProcess.fail(ErrorCode.REQUEST_INVALID, failure.getMessage());
        } catch (NarrowgaugeException failure) {
            RoleProcess.fail(failure.code(), failure.getMessage());
        }
        if (!CommandLine.printHelpIfRequested(commandLine.getParseResult())) {
            run(settings);
        }
    }

    private static void run(Settings settings) {
        EarlyLog.quieten();
        RequestUrl.replaceCheckOfFramework();
        ConnectionDeadlines.install();
        if (settings.stopsAtEndOfInput()) {
            Thread.ofPlatform().name("parent-watch").daemon().start(Standalone::exitAtEndOfInput);
        }
        try {
            EmbeddedServers.start(settings);
        } catch (NarrowgaugeException failure) {
            RoleProcess.fail(failure.code(), failure.getMessage());
        }
        new RoleProcess("--port", EmbeddedServers::stop).run(Application.class);
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
}
