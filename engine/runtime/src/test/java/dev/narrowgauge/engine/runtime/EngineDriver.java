package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ParentPipe;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves one request with an engine in this process, over the same bytes as a child's pipes. */
final class EngineDriver {
    static {
        nativeDirectory().ifPresent(natives -> System.setProperty("onnxruntime.native.path", natives.toString()));
    }

    private EngineDriver() {}

    /** ONNX Runtime's libraries as the build unpacked them; without it every JVM unpacks its own. */
    static Optional<Path> nativeDirectory() {
        Path natives = Path.of("target/engine/native/linux-x64").toAbsolutePath();
        boolean fits = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return fits && Files.isDirectory(natives) ? Optional.of(natives) : Optional.empty();
    }

    static EngineEvent answer(EngineRequest request, EngineCommand... commands) {
        return serve(request, commands).getLast();
    }

    static List<EngineEvent> serve(EngineRequest request, EngineCommand... commands) {
        try {
            var input = new ByteArrayOutputStream();
            request.writeDelimitedTo(input);
            for (EngineCommand command : commands) {
                command.writeDelimitedTo(input);
            }
            var output = new ByteArrayOutputStream();
            Runnable ignored = () -> {};
            new Engine(
                            new ParentPipe(new ByteArrayInputStream(input.toByteArray()), ignored),
                            new EventWriter(output, ignored))
                    .serve();
            return events(output.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<EngineEvent> events(byte[] bytes) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        List<EngineEvent> events = new ArrayList<>();
        for (EngineEvent event = EngineEvent.parseDelimitedFrom(in);
                event != null;
                event = EngineEvent.parseDelimitedFrom(in)) {
            events.add(event);
        }
        return events;
    }
}
