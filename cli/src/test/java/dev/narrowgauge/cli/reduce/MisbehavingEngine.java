package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Failure;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.Started;
import java.io.IOException;
import java.nio.file.Path;

/** Main class of a child that dies of one operator, and finds no room for what it is to observe. */
final class MisbehavingEngine {
    private static final int STATUS_OF_ABORT = 134;

    private MisbehavingEngine() {}

    public static void main(String[] arguments) throws Exception {
        EngineRequest request = EngineRequest.parseDelimitedFrom(System.in);
        send(EngineEvent.newBuilder()
                .setStarted(Started.newBuilder()
                        .setPid(ProcessHandle.current().pid())
                        .setEngineVersion("fake")
                        .setRuntimeVersion("fake")));
        if (request.hasObserve()) {
            send(EngineEvent.newBuilder()
                    .setFailure(Failure.newBuilder()
                            .setCode(ErrorCode.DISK_FULL.name())
                            .setMessage("No space left on device.")));
            return;
        }
        String path = request.hasQuantize()
                ? request.getQuantize().getModelPath()
                : request.getInspectModel().getModelPath();
        ModelProto model = OnnxModelReader.read(Path.of(path)).proto();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOpType().equals("Elu")) {
                Runtime.getRuntime().halt(STATUS_OF_ABORT);
            }
        }
        send(EngineEvent.newBuilder().setResult(Result.getDefaultInstance()));
    }

    private static void send(EngineEvent.Builder event) throws IOException {
        event.build().writeDelimitedTo(System.out);
        System.out.flush();
    }
}
