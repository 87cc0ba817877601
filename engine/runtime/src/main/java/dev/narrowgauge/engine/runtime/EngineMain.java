package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.domain.process.ProgramLanguage;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ParentPipe;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;

/**
 * The engine child: reads one request from standard input, writes events to standard output and ends.
 *
 * <p>The exit status is 0 whenever the last event, result or failure, was delivered; 2 when the parent is gone.
 */
public final class EngineMain {
    private static final int DELIVERED = 0;
    private static final int PARENT_GONE = 2;

    private EngineMain() {}

    public static void main(String[] arguments) {
        ProgramLanguage.fix();
        // Standard output carries messages only: whatever else prints must not corrupt them.
        System.setOut(System.err);
        var events = new EventWriter(new FileOutputStream(FileDescriptor.out), EngineMain::endWithoutParent);
        try (var in = new FileInputStream(FileDescriptor.in).getChannel();
                var parent = new ParentPipe(Channels.newInputStream(in), EngineMain::endWithoutParent)) {
            new Engine(parent, events).serve();
        } catch (IOException e) {
            System.err.println("Standard input does not close: " + e.getMessage());
        }
        // Closed by now: a JVM that halts waits 300 ms for a thread that still reads.
        // Not exit: shutdown hooks would tear down ONNX Runtime's environment, which costs time and has crashed.
        Runtime.getRuntime().halt(DELIVERED);
    }

    private static void endWithoutParent() {
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
