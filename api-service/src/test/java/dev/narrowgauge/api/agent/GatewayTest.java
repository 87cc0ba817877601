package dev.narrowgauge.api.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.ControlPlane;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of agents outside need: the gRPC of an API, and an agent whose token is of the node. */
abstract class GatewayTest extends ControlPlaneTest {
    final TestingGateway gateway = new TestingGateway(jdbi, notifications, NODE);
    final AgentStores stores = gateway.stores();

    /** As the services know it whose connection {@code plane("agent")} has. */
    final JoinedAgent agent = gateway.agent("agent");

    @TempDir
    Path folder;

    @BeforeEach
    void serve() {
        opened.add(gateway);
        gateway.serve(contents());
    }

    /** Where the content of jobs is. */
    Path contents() {
        return folder.resolve("blobs");
    }

    @Override
    ControlPlane plane(String process) {
        return gateway.plane(TestingGateway.SECRET, process);
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
