package dev.narrowgauge.api;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.RunEvent;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TestGrpcWatch extends GrpcTest {
    @Inject
    RunFeed feed;

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

    private void awaitFollowers(UUID run, int count) {
        await("%d followers".formatted(count), () -> feed.followers(run) == count);
    }
}
