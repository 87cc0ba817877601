package dev.narrowgauge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of the command line in a process of its own; what it prints goes to files, so that nobody has to read along. */
final class Command implements AutoCloseable {
    private static final int LIMIT_SECONDS = 900;

    private final Process process;
    private final Path output;
    private final Path error;

    private Command(Process process, Path output, Path error) {
        this.process = process;
        this.output = output;
        this.error = error;
    }

    /** @param directory of the files for what it prints */
    static Command start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    private static Command start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        Path output = Files.createTempFile(directory, "printed-", ".out");
        Path error = Files.createTempFile(directory, "printed-", ".err");
        ProcessBuilder builder = new ProcessBuilder(Installation.commandLine(arguments))
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        isolate(builder, directory).environment().putAll(environment);
        Process process = builder.start();
        return new Command(process, output, error);
    }

    /** The state and the keys of whoever runs the tests are not theirs; what they start finds that of each other. */
    static ProcessBuilder isolate(ProcessBuilder builder, Path directory) {
        for (String folder : List.of("XDG_STATE_HOME", "XDG_CONFIG_HOME")) {
            builder.environment()
                    .put(folder, directory.resolve("state").toAbsolutePath().toString());
        }
        return builder;
    }

    static Result run(Path directory, String... arguments) throws Exception {
        return run(directory, Map.of(), arguments);
    }

    /** @param environment variables on top of those of the tests */
    static Result run(Path directory, Map<String, String> environment, String... arguments) throws Exception {
        try (Command command = start(directory, environment, arguments)) {
            return command.awaitEnd();
        }
    }

    /** What it has printed beside its result so far. */
    String told() throws IOException {
        return Files.readString(error);
    }

    boolean runs() {
        return process.isAlive();
    }

    Result awaitEnd() throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("does not end; it printed " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(error));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** How it ended and what it had printed. */
    record Result(int exitStatus, String output, String error) {}
}
