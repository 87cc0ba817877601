package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.gateway.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Of an agent outside, over a connection to the API's gRPC. */
class TestGatewayControlPlane extends ControlPlaneContract {
    private final TestingGateway gateway = new TestingGateway(jdbi, notifications, NODE);

    @TempDir
    private Path blobs;

    @BeforeEach
    void serve() throws IOException {
        opened.add(gateway);
        for (String sha256 : List.of(Samples.MODEL, Samples.EVALUATION)) {
            Path place = blobs.resolve(sha256.substring(0, 2)).resolve(sha256);
            Files.createDirectories(place.getParent());
            Files.writeString(place, "a baseline, or samples");
        }
        gateway.serve(blobs);
    }

    @Override
    ControlPlane plane(String process) {
        return gateway.plane(TestingGateway.SECRET, process);
    }
}
