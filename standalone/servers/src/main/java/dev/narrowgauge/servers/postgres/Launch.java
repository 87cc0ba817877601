package dev.narrowgauge.servers.postgres;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.process.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a PostgreSQL program is started so that it dies with the thread that starts it, is out of reach of the terminal's
 * Ctrl-C (the JVM stops it in order), and is a user as which it agrees to run.
 */
sealed interface Launch {
    /** A common user with a name: nothing to hide. */
    record AsIs() implements Launch {}

    /**
     * Root, or a number without a name as containers have it, which PostgreSQL refuses, too: a user namespace without a
     * mapping, in which the program sees itself as nobody. Its files stay ours.
     */
    record UserNamespace() implements Launch {}

    /** Root where namespaces are forbidden, as in most containers: the program and its directory become nobody's. */
    record Nobody() implements Launch {}

    int NOBODY = 65534;

    static Launch forThisUser() {
        requireTool("setpriv", "--version");
        boolean root = OperatingSystemUser.isRoot();
        if (!root && succeeds(List.of("id", "-un"))) {
            return new AsIs();
        }
        if (succeeds(List.of("unshare", "-U", "true"))) {
            return new UserNamespace();
        }
        return root ? new Nobody() : new AsIs();
    }

    default List<String> command(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        switch (this) {
            case AsIs() -> command.add("setpriv");
            case UserNamespace() -> command.addAll(List.of("unshare", "-U", "setpriv"));
            case Nobody() -> {
                String user = String.valueOf(NOBODY);
                command.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
            }
        }
        command.addAll(List.of("--pdeathsig", "INT", program.toString()));
        command.addAll(arguments);
        return command;
    }

    private static void requireTool(String... command) {
        if (!succeeds(List.of(command))) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "The program %s is missing and PostgreSQL cannot be started safely without it: install util-linux."
                            .formatted(command[0]));
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = ChildEnvironment.process(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
