package dev.narrowgauge.worker;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Progress;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An engine child that keeps the protocol of the pipe and copies the model. It does not answer while there is a file
 * {@value #HOLD} in the worker's work directory, and ends with its parent.
 */
final class FakeEngine {
    static final String HOLD = "hold";

    private FakeEngine() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        EngineRequest request = EngineRequest.parseDelimitedFrom(System.in);
        Thread.ofPlatform().daemon().start(FakeEngine::exitWithParent);
        write(EngineEvent.newBuilder()
                .setStarted(Started.newBuilder().setEngineVersion("fake").setRuntimeVersion("none"))
                .build());
        write(EngineEvent.newBuilder()
                .setProgress(
                        Progress.newBuilder().setStage("calibrate").setDone(1).setTotal(2))
                .build());
        Quantize task = request.getQuantize();
        Path output = Path.of(task.getOutputPath());
        Path hold = output.getParent().getParent().resolve(HOLD);
        while (Files.exists(hold)) {
            Thread.sleep(20);
        }
        Files.copy(Path.of(task.getModelPath()), output);
        Files.writeString(Path.of(task.getReportPath()), "{}");
        write(EngineEvent.newBuilder()
                .setResult(Result.newBuilder().setQuantized(Quantized.getDefaultInstance()))
                .build());
    }

    private static void exitWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void write(EngineEvent event) throws IOException {
        event.writeDelimitedTo(System.out);
        System.out.flush();
    }
}
