package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
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
import dev.narrowgauge.proto.v1.RunTimeline;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import dev.narrowgauge.proto.v1.TimeShare;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestGrpcRuns extends GrpcTest {
    @Test
    void runGoesThroughItsLife() {
        SubmitRunRequest request = request("{\"precision\": \"int8\"}").build();

        Run filed = runs().submit(request);
        fixture.quantize(filed.getRunId());
        fixture.benchmark(filed.getRunId());
        List<RunEvent> events = watched(filed.getRunId(), 0);
        Run done =
                runs().get(GetRunRequest.newBuilder().setRunId(filed.getRunId()).build());

        RunTimeline timeline = runs().timeline(
                        GetRunRequest.newBuilder().setRunId(filed.getRunId()).build());

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
        assertThat(timeline.getState()).isEqualTo("DONE");
        assertThat(timeline.getJobs(0).getAttempts(0).getEnd()).isEqualTo("SUCCEEDED");
        assertThat(timeline.getSharesList())
                .extracting(TimeShare::getPhase)
                .containsExactly("queued", "unknown", "queued", "unknown", "decide");
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

    @Test
    void cancelledRunSaysSo() {
        String run = fixture.submitted();
        assertThat(runs().cancel(CancelRunRequest.newBuilder().setRunId(run).build())
                        .getState())
                .isEqualTo("CANCELLED");
    }

    private String tagged(String tag) {
        return runs().submit(request("{\"precision\": \"int8\"}").addTags(tag).build())
                .getRunId();
    }
}
