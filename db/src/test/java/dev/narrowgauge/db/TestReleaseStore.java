package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseState;
import dev.narrowgauge.domain.release.ReleaseStep;
import dev.narrowgauge.domain.webhook.DeliveryOutcome;
import dev.narrowgauge.domain.webhook.WebhookEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestReleaseStore extends WebhookTest {
    private final ReleaseStore releases = new ReleaseStore(jdbi);

    @Test
    void releaseGoesItsWay() {
        Release first = proposed("digits");
        assertThat(first.title()).isEqualTo("digits@1");
        assertThat(first.state()).isEqualTo(ReleaseState.PROPOSED);
        Release second = proposed("digits");
        assertThat(proposed("letters").number()).isOne();
        assertThat(active("digits")).isEmpty();

        approve(first);
        approve(second);
        assertThat(active("digits")).containsExactly("digits@2");
        rollBack(second);
        assertThat(active("digits")).containsExactly("digits@1");

        Release taken = releases.find(second.id()).orElseThrow();
        assertThat(taken.steps())
                .extracting(ReleaseStep::state)
                .containsExactly(ReleaseState.PROPOSED, ReleaseState.ACTIVE, ReleaseState.ROLLED_BACK);
        assertThat(taken.steps().getLast().by()).isEqualTo(Samples.RELEASE_CALL.by());
        assertThat(taken.steps().getLast().reason()).isEqualTo("It is faster.");
        assertThat(taken.content()).isEqualTo(second.content());
        assertThat(releases.find(first.id()).orElseThrow().steps())
                .extracting(ReleaseStep::state)
                .containsExactly(
                        ReleaseState.PROPOSED, ReleaseState.ACTIVE, ReleaseState.REPLACED, ReleaseState.ACTIVE);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        Release release = proposed("digits");
        approve(release);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> rollBack(release))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(releases.find(release.id()).orElseThrow().steps()).hasSize(2);
        assertThat(releases.change(UUID.randomUUID(), _ -> List.of(), Samples.RELEASE_CALL))
                .isEmpty();
        assertThat(releases.propose("digits", Samples.release(UUID.randomUUID()), Samples.RELEASE_CALL))
                .as("of a run that is not there")
                .isEmpty();
    }

    @Test
    void eachOfThoseAtOnceHasItsNumberAndOneIsActive() throws InterruptedException, ExecutionException {
        UUID run = Samples.submit(jdbi).id();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Release>> all = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> {
                        Release release = releases.propose("digits", Samples.release(run), Samples.RELEASE_CALL)
                                .orElseThrow();
                        approve(release);
                        return release;
                    }))
                    .toList();
            for (Future<Release> one : all) {
                one.get();
            }
        }
        assertThat(list(new ReleaseFilter(Optional.of("digits"), Optional.empty(), Set.of())))
                .extracting(Release::number)
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(active("digits")).hasSize(1);
    }

    @Test
    void runOfAReleaseStays() {
        DeletedRunStore deleted = new DeletedRunStore(jdbi);
        RetentionStore retention = new RetentionStore(jdbi);
        UUID run = Samples.submit(jdbi).id();
        runs.cancel(run);
        jdbi.useHandle(handle -> handle.execute("UPDATE run SET ended_at = now() - interval '9 days'"));
        assertThat(retention.oldRuns(Project.FIRST, 1, 10)).containsExactly(run);
        Release release = releases.propose("digits", Samples.release(run), Samples.RELEASE_CALL)
                .orElseThrow();
        assertThat(retention.oldRuns(Project.FIRST, 1, 10)).isEmpty();
        assertThat(deleted.delete(run)).isFalse();
        assertThat(releases.keeping(run)).extracting(Release::title).containsExactly("digits@1");

        releases.change(release.id(), all -> all.withdraw(release.id()), Samples.RELEASE_CALL);
        assertThat(releases.keeping(run)).isEmpty();
        assertThat(retention.oldRuns(Project.FIRST, 1, 10)).containsExactly(run);
        assertThat(deleted.delete(run)).isTrue();
        assertThat(releases.find(release.id()).orElseThrow().state()).isEqualTo(ReleaseState.WITHDRAWN);
    }

    @Test
    void webhooksAreTold() {
        Webhook webhook =
                webhook(WebhookEvent.RELEASE_PROPOSED, WebhookEvent.RELEASE_PROMOTED, WebhookEvent.RELEASE_ROLLED_BACK);
        Release first = proposed("digits");
        assertThat(told()).containsEntry("event", "release.proposed").containsEntry("previous", null);
        approve(first);
        assertThat(told()).containsEntry("event", "release.promoted").containsEntry("previous", null);
        Release second = proposed("digits");
        told();
        approve(second);
        Map<?, ?> promoted = told();
        assertThat(number(promoted, "release")).isEqualTo(2);
        assertThat(number(promoted, "previous")).isEqualTo(1);
        rollBack(second);
        Map<?, ?> rolledBack = told();
        assertThat(rolledBack.get("event")).isEqualTo("release.rolledBack");
        assertThat(rolledBack.get("by")).isEqualTo("ann");
        assertThat(number(rolledBack, "release")).isEqualTo(1);
        assertThat(number(rolledBack, "previous")).isEqualTo(2);
        releases.change(
                proposed("digits").id(), all -> all.withdraw(all.all().getLast().id()), Samples.RELEASE_CALL);
        told();
        assertThat(outbox.claim(10, LEASE))
                .as("of what is withdrawn nobody is told")
                .isEmpty();
        assertThat(webhooks.deliveries(webhook.id(), Optional.empty(), 10).items())
                .hasSize(6);
    }

    /** The next of what is to be sent, which is sent then. */
    private Map<String, Object> told() {
        WebhookOutbox.Due due = claimed();
        outbox.end(due, DeliveryOutcome.of(200), 0);
        return Json.read(due.body(), new TypeReference<>() {});
    }

    private static Object number(Map<?, ?> body, String member) {
        return ((Map<?, ?>) body.get(member)).get("number");
    }

    private Release proposed(String modelName) {
        return releases.propose(modelName, Samples.release(Samples.submit(jdbi).id()), Samples.RELEASE_CALL)
                .orElseThrow();
    }

    private void approve(Release release) {
        assertThat(releases.change(release.id(), all -> all.approve(release.id()), Samples.RELEASE_CALL))
                .hasValueSatisfying(changed -> assertThat(changed.state()).isEqualTo(ReleaseState.ACTIVE));
    }

    private void rollBack(Release release) {
        releases.change(release.id(), all -> all.rollBack(release.id(), OptionalInt.empty()), Samples.RELEASE_CALL);
    }

    private List<String> active(String modelName) {
        return list(new ReleaseFilter(Optional.of(modelName), Optional.empty(), Set.of(ReleaseState.ACTIVE))).stream()
                .map(Release::title)
                .toList();
    }

    private List<Release> list(ReleaseFilter filter) {
        return releases.list(filter, Optional.empty(), 20).items();
    }
}
