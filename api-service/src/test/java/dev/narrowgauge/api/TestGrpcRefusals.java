package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.CancelRunsRequest;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import dev.narrowgauge.proto.v1.RunFilter;
import dev.narrowgauge.proto.v1.RunsGrpc;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import dev.narrowgauge.proto.v1.WatchRunRequest;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestGrpcRefusals extends GrpcTest {
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
                .satisfies(failure -> assertThat(
                                failure.getStatus().getDescription().lines())
                        .anyMatch(line ->
                                line.startsWith("RECIPE_UNKNOWN_KEY: ") && line.endsWith("(at /recipes/0/precison)"))
                        .anyMatch(line ->
                                line.startsWith("RECIPE_INVALID_VALUE: ") && line.endsWith("(at /recipes/0/mode)")));
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
}
