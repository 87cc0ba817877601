package dev.narrowgauge.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Postgres, Kafka and S3 as another process, which ends with this one however that ends. */
final class Servers implements AutoCloseable {
    private static final String PROGRAM = "dev.narrowgauge.fleet.servers.ServersProgram";
    private static final Duration END = Duration.ofMinutes(1);

    private final Process process;
    private final Path folder;
    private final ServerAddresses addresses;

    private Servers(Process process, Path folder, ServerAddresses addresses) {
        this.process = process;
        this.folder = folder;
        this.addresses = addresses;
    }

    /**
     * Returns when they serve.
     *
     * @param checkout that was built
     * @param folder for their data
     * @param ports how many free ones they shall name
     */
    static Servers start(Path checkout, Path folder, int ports) {
        Path log = folder.resolve("servers.log");
        try {
            Process process = new ProcessBuilder(command(checkout, folder, ports))
                    .redirectError(Redirect.to(log.toFile()))
                    .start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            if (line == null) {
                throw new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR,
                        "The servers of the fleet did not start; %s says why.".formatted(log));
            }
            return new Servers(process, folder, new JsonMapper().readValue(line, ServerAddresses.class));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The servers of the fleet cannot be started: " + e, e);
        }
    }

    private static List<String> command(Path checkout, Path folder, int ports) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                checkout.resolve("fleet/target/fleet/lib") + "/*",
                PROGRAM,
                folder.toString(),
                String.valueOf(ports));
    }

    ServerAddresses addresses() {
        return addresses;
    }

    /** As {@code kill -9} does; it is started again at once, on what it had written. */
    void killPostgres() {
        Path file = folder.resolve("postgres/cluster/postmaster.pid");
        try {
            Tool.call(
                    "sh",
                    "-c",
                    "kill -KILL " + Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "%s cannot be read: %s".formatted(file, e), e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the servers of the fleet were ending");
        }
    }
}
