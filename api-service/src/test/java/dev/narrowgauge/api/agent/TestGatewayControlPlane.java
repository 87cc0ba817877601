package dev.narrowgauge.api.agent;

import dev.narrowgauge.gateway.ControlPlane;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Of an agent outside, over a connection to the API's gRPC. */
class TestGatewayControlPlane extends ControlPlaneContract {
    private final TestingGateway gateway = new TestingGateway(jdbi, notifications, NODE);

    @TempDir
    private Path blobs;

    @BeforeEach
    void serve() {
        opened.add(gateway);
        gateway.serve(blobs);
    }

    @Override
    ControlPlane plane(String process) {
        return gateway.plane(TestingGateway.SECRET, process);
    }
}
