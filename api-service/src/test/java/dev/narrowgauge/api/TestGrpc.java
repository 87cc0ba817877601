package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.error.GrpcErrors;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.RunsGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class TestGrpc {
    @TestHTTPResource("/")
    URI root;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(root.getHost(), root.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void failureCarriesItsCode() {
        GetRunRequest request = GetRunRequest.newBuilder().setRunId("nothing").build();
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> RunsGrpc.newBlockingStub(channel).get(request))
                .satisfies(failure -> {
                    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
                    assertThat(failure.getStatus().getDescription()).isEqualTo("NOT_FOUND: There is no run 'nothing'.");
                    assertThat(failure.getTrailers().get(GrpcErrors.ERROR_CODE)).isEqualTo("NOT_FOUND");
                });
    }
}
