package dev.narrowgauge.api;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Started;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Main class of an engine child to which an upload does what it says, as a file that exploits a native defect could. */
final class HostileUploadEngine {
    private HostileUploadEngine() {}

    public static void main(String[] arguments) throws IOException {
        EngineRequest request = EngineRequest.parseDelimitedFrom(System.in);
        EngineEvent.newBuilder()
                .setStarted(Started.newBuilder().setPid(ProcessHandle.current().pid()))
                .build()
                .writeDelimitedTo(System.out);
        System.out.flush();
        String path = request.hasInspectModel()
                ? request.getInspectModel().getModelPath()
                : request.getInspectDataset().getDatasetPath();
        String content = Files.readString(Path.of(path));
        switch (content.lines().findFirst().orElseThrow()) {
            case TestingInspector.CRASH ->
                MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 42);
            case TestingInspector.HANG -> hang();
            case TestingInspector.EXHAUST -> exhaust();
            default -> throw new IllegalArgumentException(content);
        }
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void exhaust() {
        List<byte[]> kept = new ArrayList<>();
        while (true) {
            kept.add(new byte[1 << 20]);
        }
    }
}
