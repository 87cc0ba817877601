package dev.narrowgauge.endtoend;

import static java.util.Comparator.reverseOrder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One service for all the classes of tests that ask for it: what one of them does must not befall the next. */
final class RunningService implements BeforeAllCallback {
    private static Stack stack;

    static int port() {
        return stack.port;
    }

    static String address() {
        return "http://127.0.0.1:" + stack.port;
    }

    static Service service() {
        return stack.service;
    }

    static Process process() {
        return stack.process;
    }

    /** File with its admin key. */
    static Path key() {
        return Service.keyIn(stack.directory.resolve("data"));
    }

    /** To which {@link Command#isolate} gives the state that goes with the service. */
    static Path directory() {
        return stack.directory;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        stack = context.getRoot()
                .getStore(Namespace.create(RunningService.class))
                .computeIfAbsent(Stack.class, _ -> Stack.start(), Stack.class);
    }

    /** Ended by JUnit after the last test. */
    private record Stack(Path directory, int port, Process process, Service service) implements AutoCloseable {
        static Stack start() {
            try {
                Path directory = Files.createTempDirectory("running-service-");
                int port = Installation.freePort();
                Process process = Command.isolate(
                                new ProcessBuilder(Installation.services(
                                        "--port=" + port, "--grpc-port=0", "--data-dir=" + directory.resolve("data"))),
                                directory)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("service.log").toFile())
                        .start();
                Stack started = new Stack(
                        directory, port, process, new Service(port, Service.keyIn(directory.resolve("data"))));
                started.awaitNode();
                return started;
            } catch (Exception failure) {
                throw new IllegalStateException("no service for the tests", failure);
            }
        }

        private void awaitNode() throws Exception {
            try {
                Service.await(Duration.ofMinutes(5), () -> !process.isAlive() || service.hasNode());
                if (!process.isAlive()) {
                    throw new AssertionError(Files.readString(directory.resolve("service.log")));
                }
            } catch (Exception | AssertionError failure) {
                close();
                throw failure;
            }
        }

        @Override
        public void close() throws Exception {
            service.close();
            process.destroy();
            process.waitFor();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
