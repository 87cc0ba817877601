package dev.narrowgauge.checks.fleet;

import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.frame.Machine;
import dev.narrowgauge.checks.frame.MeasuredCommand;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How soon everything in one process is ready, on a folder that has been started on before, now and in the last commit in
 * which it was the only way to start a role. In turns, so that both have the same machine.
 *
 * @param seconds now
 * @param before then
 * @param problem why it could not be started then; empty where it could
 */
record StandaloneStart(List<Double> seconds, List<Double> before, String problem) {
    static final String COMMIT_BEFORE = "0f2253c1d96764bc58d27641e94f28cd84df448d";

    private static final int STARTS = 7;

    /** The launcher may have to build it first. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private static final double MILLISECONDS = 1000;

    static StandaloneStart measure(CheckOptions options) {
        Path work = options.work().resolve("fleet");
        Path former = work.resolve("before");
        try (Program now = program(options.checkout(), work, "now");
                Program then = program(former, work, "before")) {
            // Builds it, and makes the folder's database.
            start(now);
            String problem = checkOut(options.checkout(), former, then);
            List<Double> seconds = new ArrayList<>();
            List<Double> before = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                seconds.add(start(now));
                if (problem.isEmpty()) {
                    before.add(start(then));
                }
            }
            return new StandaloneStart(seconds, before, problem);
        } finally {
            git(options.checkout(), "worktree", "remove", "--force", former.toString());
        }
    }

    /** Gives why it cannot be started; empty where it can. */
    private static String checkOut(Path checkout, Path former, Program then) {
        MeasuredCommand.Result result =
                git(checkout, "worktree", "add", "--detach", "--force", former.toString(), COMMIT_BEFORE);
        if (result.exit() != 0) {
            return result.errors().strip();
        }
        try {
            start(then);
            return "";
        } catch (NarrowgaugeException e) {
            return e.getMessage();
        }
    }

    private static MeasuredCommand.Result git(Path checkout, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return MeasuredCommand.in(checkout).run(command);
    }

    /** Gives the seconds until it is ready, and stops it again. */
    private static double start(Program program) {
        Machine.awaitQuiet();
        program.start();
        double seconds = program.awaitReady(LIMIT).toMillis() / MILLISECONDS;
        program.terminate();
        return seconds;
    }

    private static Program program(Path checkout, Path work, String name) {
        try {
            Path data = Files.createDirectories(work.resolve("standalone-" + name));
            int port = freePort();
            List<String> command = List.of(
                    checkout.resolve("narrowgauge").toString(),
                    "up",
                    "--port=" + port,
                    "--grpc-port=0",
                    "--data-dir=" + data,
                    "--stop-at-end-of-input");
            return new Program(command, Map.of(), work.resolve("standalone-%s.log".formatted(name)), port);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written: %s".formatted(work, e), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    double median() {
        return Quantile.of(seconds, Quantile.MEDIAN);
    }

    /** NaN where it is not known. */
    double medianBefore() {
        return Quantile.of(before, Quantile.MEDIAN);
    }

    String line() {
        return String.format(Locale.ROOT, "%.2f s, before %.2f s %s", median(), medianBefore(), problem);
    }
}
