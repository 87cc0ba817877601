package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.narrowgauge.api.error.GrpcErrors;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.CancelRunsRequest;
import dev.narrowgauge.proto.v1.CancelRunsResponse;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import dev.narrowgauge.proto.v1.ListRunsResponse;
import dev.narrowgauge.proto.v1.Run;
import dev.narrowgauge.proto.v1.RunEvent;
import dev.narrowgauge.proto.v1.RunFilter;
import dev.narrowgauge.proto.v1.RunsGrpc;
import dev.narrowgauge.proto.v1.RunsGrpc.RunsBlockingStub;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import dev.narrowgauge.proto.v1.WatchRunRequest;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestGrpc extends ApiTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Inject
    GrpcServer server;

    @Inject
    RunFeed feed;

    private ManagedChannel channel;

    @BeforeEach
    void open() {
        fixture.registerNode();
        channel = ManagedChannelBuilder.forAddress("localhost", server.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    @Test
    void runGoesThroughItsLife() {
        SubmitRunRequest request = request("{\"precision\": \"int8\"}").build();

        Run filed = runs().submit(request);
        fixture.quantize(filed.getRunId());
        fixture.benchmark(filed.getRunId());
        List<RunEvent> events = watched(filed.getRunId(), 0);
        Run done =
                runs().get(GetRunRequest.newBuilder().setRunId(filed.getRunId()).build());

        assertThat(filed.getState()).isEqualTo("QUEUED");
        assertThat(filed.getJobsList()).singleElement().satisfies(job -> {
            assertThat(job.getKind()).isEqualTo("QUANTIZE");
            assertThat(job.getPlace()).isPositive();
            assertThat(job.getQueuedAt().getSeconds()).isPositive();
            assertThat(job.hasStartedAt()).isFalse();
        });
        assertThat(runs().submit(request).getRunId()).isEqualTo(filed.getRunId());
        assertThat(events).extracting(RunEvent::getSequence).startsWith(1L, 2L, 3L);
        assertThat(events.getLast().getType()).isEqualTo("run-state");
        assertThat(done.getState()).isEqualTo("DONE");
        assertThat(done.getVerdict()).isEqualTo("PASS");
        assertThat(done.getVerdictJson()).contains("\"schemaVersion\":1");
        assertThat(done.hasEndedAt()).isTrue();
        assertThat(done.getJobsList()).hasSize(2).allSatisfy(job -> {
            assertThat(job.getPlace()).isZero();
            assertThat(job.getEndedAt().getSeconds())
                    .isGreaterThanOrEqualTo(job.getStartedAt().getSeconds());
        });
        assertThat(done.getJobs(1).getDeviceClass()).isEqualTo(RunFixture.CLASS);
        assertFails(
                () -> runs().cancel(CancelRunRequest.newBuilder()
                        .setRunId(filed.getRunId())
                        .build()),
                ErrorCode.CONFLICT);
    }

    /** Of a client that is newer than the service, and says more than that knows. */
    @Test
    void requestWithAFieldThatIsNotKnownIsServed() {
        UnknownFieldSet.Field field =
                UnknownFieldSet.Field.newBuilder().addVarint(1).build();
        SubmitRunRequest request = request("{\"precision\": \"int8\"}")
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(999, field).build())
                .build();

        Run filed = runs().submit(request);

        assertThat(filed.getState()).isEqualTo("QUEUED");
        runs().cancel(CancelRunRequest.newBuilder().setRunId(filed.getRunId()).build());
    }

    @Test
    void runsAreListedAndCancelledByAFilter() {
        String tag = "grpc-" + UUID.randomUUID();
        String first = tagged(tag);
        String second = tagged(tag);
        tagged("other-" + tag);
        RunFilter filter =
                RunFilter.newBuilder().addTags(tag).addStates("QUEUED").build();
        ListRunsRequest single =
                ListRunsRequest.newBuilder().setFilter(filter).setLimit(1).build();

        ListRunsResponse newest = runs().list(single);
        ListRunsResponse oldest =
                runs().list(single.toBuilder().setCursor(newest.getNextCursor()).build());
        CancelRunsResponse cancelled = runs().cancelAll(
                        CancelRunsRequest.newBuilder().setFilter(filter).build());

        assertThat(newest.getRunsList()).extracting(Run::getRunId).containsExactly(second);
        assertThat(oldest.getRunsList()).extracting(Run::getRunId).containsExactly(first);
        assertThat(oldest.getNextCursor()).isEmpty();
        assertThat(cancelled.getRunIdsList()).containsExactlyInAnyOrder(first, second);
        assertThat(cancelled.getMore()).isFalse();
        assertThat(runs().list(single).getRunsList()).isEmpty();
    }

    private String tagged(String tag) {
        return runs().submit(request("{\"precision\": \"int8\"}").addTags(tag).build())
                .getRunId();
    }

    /** What is left out of a filter lets more through: of runs to cancel, too many. */
    @Test
    void filterThatCannotBeReadIsRefused() {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        for (RunFilter.Builder filter : List.of(
                RunFilter.newBuilder().addStates("WAITING"),
                RunFilter.newBuilder().addVerdicts("pass"),
                RunFilter.newBuilder().addIds("7"),
                RunFilter.newBuilder().setCommit("main"),
                RunFilter.newBuilder().setText("\0"),
                RunFilter.newBuilder().setCreatedAfter(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
                RunFilter.newBuilder().addTags("x").setUnknownFields(unknown))) {
            assertFails(
                    () -> runs().list(ListRunsRequest.newBuilder()
                            .setFilter(filter)
                            .build()),
                    ErrorCode.REQUEST_INVALID);
            assertFails(
                    () -> runs().cancelAll(CancelRunsRequest.newBuilder()
                            .setFilter(filter)
                            .build()),
                    ErrorCode.REQUEST_INVALID);
        }
        assertFails(() -> runs().cancelAll(CancelRunsRequest.getDefaultInstance()), ErrorCode.REQUEST_INVALID);
        assertFails(() -> runs().list(ListRunsRequest.newBuilder().setLimit(201).build()), ErrorCode.REQUEST_INVALID);
        assertFails(
                () -> runs().list(ListRunsRequest.newBuilder().setCursor("x").build()),
                ErrorCode.REQUEST_CURSOR_INVALID);
    }

    @Test
    void watchResumesAndEndsThoughAllWasSeen() {
        String run = fixture.submitted();
        fixture.progress(run);
        runs().cancel(CancelRunRequest.newBuilder().setRunId(run).build());

        List<RunEvent> all = watched(run, 0);

        assertThat(watched(run, 2)).isEqualTo(all.subList(2, all.size()));
        assertThat(watched(run, all.size())).isEmpty();
        assertThat(watched(run, all.size() + 7L)).isEmpty();
    }

    @Test
    void watchThatTheClientHasLimitedEndsAndSaysWhereTheRunStands() {
        String run = fixture.submitted();
        List<RunEvent> events = new ArrayList<>();
        runs().watch(watch(run, 0).toBuilder().setTimeoutSeconds(1).build()).forEachRemaining(events::add);

        assertThat(events).extracting(RunEvent::getType).startsWith("run-state", "job-state", "heartbeat");
        assertThat(events.getLast().getType()).isEqualTo("timeout");
        assertThat(events.getLast().getSequence()).isEqualTo(2);
        assertThat(events.getLast().getDataJson()).contains("\"state\":\"QUEUED\"", "for a worker");
        assertFails(
                () -> runs().watch(
                                watch(run, 0).toBuilder().setTimeoutSeconds(0).build())
                        .next(),
                ErrorCode.REQUEST_INVALID);
    }

    @Test
    void cancelledRunSaysSo() {
        String run = fixture.submitted();
        assertThat(runs().cancel(CancelRunRequest.newBuilder().setRunId(run).build())
                        .getState())
                .isEqualTo("CANCELLED");
    }

    @Test
    void watchThatItsClientCancelsEndsInTheServer() throws Exception {
        UUID run = UUID.fromString(fixture.submitted());
        try (CancellableContext client = Context.current().withCancellation()) {
            Iterator<RunEvent> events = client.call(() -> runs().watch(watch(run.toString(), 0)));
            assertThat(events.next().getSequence()).isOne();
            awaitFollowers(run, 1);
        }
        awaitFollowers(run, 0);
        assertThat(runs().get(GetRunRequest.newBuilder()
                                .setRunId(run.toString())
                                .build())
                        .getState())
                .isEqualTo("QUEUED");
    }

    @Test
    void failuresCarryTheirCode() {
        GetRunRequest unknown = GetRunRequest.newBuilder().setRunId("nothing").build();
        assertFails(() -> runs().get(unknown), ErrorCode.NOT_FOUND);
        assertFails(
                () -> runs().watch(
                                WatchRunRequest.newBuilder().setRunId("nothing").build())
                        .next(),
                ErrorCode.NOT_FOUND);
        assertFails(() -> runs().submit(request("{\"precison\": 1}").build()), ErrorCode.RECIPE_UNKNOWN_KEY);
        assertFails(() -> runs().submit(request("int8").build()), ErrorCode.RECIPE_UNREADABLE);
        assertFails(() -> runs().submit(request("{}").setPolicyJson("[]").build()), ErrorCode.POLICY_UNREADABLE);
        assertFails(() -> runs().submit(SubmitRunRequest.getDefaultInstance()), ErrorCode.REQUEST_INVALID);
    }

    @Test
    void refusalTellsEachFaultWithItsPlace() {
        String recipe = "{\"precison\": 1, \"mode\": \"statik\"}";
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> runs().submit(request(recipe).build()))
                .satisfies(failure -> assertThat(failure.getStatus().getDescription().lines())
                        .anyMatch(line -> line.startsWith("RECIPE_UNKNOWN_KEY: ") && line.endsWith("(at /recipes/0/precison)"))
                        .anyMatch(line -> line.startsWith("RECIPE_INVALID_VALUE: ") && line.endsWith("(at /recipes/0/mode)")));
    }

    /** What a refusal quotes must fit where a client looks for it; else the channel waits for ever. */
    @Test
    void refusalOfALongRecipeIsShort() {
        String recipe = "é%".repeat(50_000);
        assertFails(() -> runs().submit(request(recipe).build()), ErrorCode.RECIPE_UNREADABLE);
        assertThat(runs().get(GetRunRequest.newBuilder()
                                .setRunId(fixture.submitted())
                                .build())
                        .getState())
                .isNotEmpty();
    }

    @Test
    void textThatCannotBeStoredIsTheClientsFault() {
        GetRunRequest unknown = GetRunRequest.newBuilder().setRunId("\0").build();
        assertFails(() -> runs().get(unknown), ErrorCode.NOT_FOUND);
        assertFails(() -> runs().submit(request("{}").setIdempotencyKey("\0").build()), ErrorCode.REQUEST_INVALID);
        assertFails(() -> runs().submit(request("{}").setModelId("\0").build()), ErrorCode.REQUEST_INVALID);
        assertFails(() -> runs().submit(request("{}").addDeviceClasses("").build()), ErrorCode.REQUEST_INVALID);
        assertFails(() -> runs().submit(request("{}").setName("\n").build()), ErrorCode.REQUEST_INVALID);
    }

    @Test
    void bytesThatAreNoMessageAreRefusedWithoutAStackTrace() {
        List<LogRecord> traces = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getThrown() != null) {
                    traces.add(record);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        root.addHandler(handler);
        try {
            assertFails(
                    () -> ClientCalls.blockingUnaryCall(
                            channel,
                            RunsGrpc.getGetMethod().toBuilder(new Bytes(), new Bytes())
                                    .build(),
                            CallOptions.DEFAULT.withDeadlineAfter(LIMIT),
                            new byte[] {(byte) 0xff, (byte) 0xff}),
                    ErrorCode.REQUEST_INVALID);
            assertFails(() -> runs().submit(request("int8").build()), ErrorCode.RECIPE_UNREADABLE);
        } finally {
            root.removeHandler(handler);
        }
        assertThat(traces).isEmpty();
    }

    @Test
    void serverSaysThatAndWhatItServes() throws Exception {
        for (String service : List.of("", "narrowgauge.v1.Runs")) {
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
        assertThat(services.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).contains("narrowgauge.v1.Runs");
        asked.onCompleted();
    }

    /** Sends what it is given. */
    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All events until the server ends the stream. */
    private List<RunEvent> watched(String run, long afterSequence) {
        List<RunEvent> events = new ArrayList<>();
        runs().watch(watch(run, afterSequence)).forEachRemaining(events::add);
        return events;
    }

    private void awaitFollowers(UUID run, int count) throws InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (feed.followers(run) != count) {
            assertThat(Instant.now())
                    .as("%d followers, not %d", feed.followers(run), count)
                    .isBefore(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static WatchRunRequest watch(String run, long afterSequence) {
        return WatchRunRequest.newBuilder()
                .setRunId(run)
                .setAfterSequence(afterSequence)
                .build();
    }

    private SubmitRunRequest.Builder request(String recipe) {
        return SubmitRunRequest.newBuilder()
                .setModelId(fixture.model())
                .setCalibrationDatasetId(fixture.dataset("51"))
                .setEvaluationDatasetId(fixture.dataset("52"))
                .addRecipesJson(recipe)
                .setIdempotencyKey("grpc-" + System.nanoTime());
    }

    private RunsBlockingStub runs() {
        return RunsGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code) {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call).satisfies(failure -> {
            assertThat(failure.getStatus().getCode().name()).isEqualTo(code.grpcStatus());
            assertThat(failure.getStatus().getDescription()).startsWith(code.name() + ": ");
            assertThat(failure.getTrailers().get(GrpcErrors.ERROR_CODE)).isEqualTo(code.name());
        });
    }
}
