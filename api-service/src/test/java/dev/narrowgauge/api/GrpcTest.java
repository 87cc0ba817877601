package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.error.GrpcErrors;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.RunEvent;
import dev.narrowgauge.proto.v1.RunsGrpc;
import dev.narrowgauge.proto.v1.RunsGrpc.RunsBlockingStub;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import dev.narrowgauge.proto.v1.WatchRunRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the service's gRPC need: a channel to it, and a node that can measure. */
abstract class GrpcTest extends ApiTest {
    static final Duration LIMIT = Duration.ofMinutes(5);

    @Inject
    GrpcServer server;

    ManagedChannel channel;

    @BeforeEach
    void open() {
        fixture.registerNode();
        channel = channel(Optional.of(key));
    }

    /** To the service, with that key or none. */
    ManagedChannel channel(Optional<? extends Bearer> sent) {
        return ManagedChannelBuilder.forAddress("localhost", server.port())
                .usePlaintext()
                .intercept(sender(sent))
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    /** All events until the server ends the stream. */
    List<RunEvent> watched(String run, long afterSequence) {
        List<RunEvent> events = new ArrayList<>();
        runs().watch(watch(run, afterSequence)).forEachRemaining(events::add);
        return events;
    }

    static WatchRunRequest watch(String run, long afterSequence) {
        return WatchRunRequest.newBuilder()
                .setRunId(run)
                .setAfterSequence(afterSequence)
                .build();
    }

    SubmitRunRequest.Builder request(String recipe) {
        return SubmitRunRequest.newBuilder()
                .setModelId(fixture.model())
                .setCalibrationDatasetId(fixture.dataset("51"))
                .setEvaluationDatasetId(fixture.dataset("52"))
                .addRecipesJson(recipe)
                .setIdempotencyKey("grpc-" + System.nanoTime());
    }

    RunsBlockingStub runs() {
        return RunsGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    static void assertFails(ThrowingCallable call, ErrorCode code) {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call).satisfies(failure -> {
            assertThat(failure.getStatus().getCode().name()).isEqualTo(code.grpcStatus());
            assertThat(failure.getStatus().getDescription()).startsWith(code.name() + ": ");
            assertThat(failure.getTrailers().get(GrpcErrors.ERROR_CODE)).isEqualTo(code.name());
        });
    }
}
