package dev.narrowgauge.engine.runtime;

import com.google.protobuf.MessageLite;
import dev.narrowgauge.proto.engine.EngineEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real engine child on the class path of the test, with its standard input kept open. */
final class ChildProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 600;

    private final Process process;

    ChildProcess() throws IOException {
        this("unlimited");
    }

    /** @param dataKibibytes limit of its data, as a shell takes it */
    ChildProcess(String dataKibibytes) throws IOException {
        this(List.of("/bin/sh", "-c", "ulimit -S -d \"$0\"; exec \"$@\"", dataKibibytes));
    }

    /** For it alone the directory is a disk of that many bytes. */
    static ChildProcess withDisk(Path directory, int bytes) throws IOException {
        return new ChildProcess(List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "/bin/sh",
                "-c",
                "mount -t tmpfs -o size=\"$0\" tmpfs \"$1\" && shift && exec \"$@\"",
                Integer.toString(bytes),
                directory.toString()));
    }

    private ChildProcess(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        EngineDriver.nativeDirectory().ifPresent(natives -> command.add("-Donnxruntime.native.path=" + natives));
        command.add(EngineMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Not an argument: ONNX Runtime 1.29 overflows its stack where the command line is longer than some 4,000
        // characters.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.start();
    }

    /** A request, or a command of a measurement. */
    void send(MessageLite message) throws IOException {
        message.writeDelimitedTo(process.getOutputStream());
        process.getOutputStream().flush();
    }

    void sendBytes(byte[] bytes) throws IOException {
        process.getOutputStream().write(bytes);
        process.getOutputStream().flush();
    }

    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    /** The next event, null at the end. */
    EngineEvent next() throws IOException {
        return EngineEvent.parseDelimitedFrom(process.getInputStream());
    }

    /** Reads to the end and returns the last event; the default instance where there was none. */
    EngineEvent last() throws IOException {
        EngineEvent last = EngineEvent.getDefaultInstance();
        for (EngineEvent event = next(); event != null; event = next()) {
            last = event;
        }
        return last;
    }

    void kill() {
        process.destroyForcibly();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the engine child did not end within " + DEADLINE_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
