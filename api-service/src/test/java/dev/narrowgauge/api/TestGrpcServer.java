package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestGrpcServer extends GrpcTest {
    /** All of them together, and each. */
    private static final List<String> SERVICES = List.of(
            "",
            "narrowgauge.v1.Runs",
            "narrowgauge.v1.Recipes",
            "narrowgauge.v1.Models",
            "narrowgauge.v1.Datasets",
            "narrowgauge.v1.Nodes",
            "narrowgauge.v1.Agents");

    @Test
    void serverSaysThatAndWhatItServes() throws Exception {
        for (String service : SERVICES) {
            assertThat(HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
        CompletableFuture<List<String>> services = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asked = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse answer) {
                        services.complete(answer.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        services.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        asked.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(services.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).containsAll(SERVICES.subList(1, SERVICES.size()));
        asked.onCompleted();
    }
}
