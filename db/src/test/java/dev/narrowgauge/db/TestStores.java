package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.dataset.Dataset;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestStores {
    private static final NodeStore.Holder AGENT = new NodeStore.Holder("agent", Duration.ofMinutes(1));

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());

    @Test
    void modelComesBackAsItWasSaved() {
        ModelStore models = new ModelStore(jdbi);
        Model model = Samples.model(jdbi, Samples.MODEL, "digits");
        assertThat(model.id()).isEqualTo(Samples.MODEL);
        assertThat(model.name()).isEqualTo("digits");
        assertThat(model.names()).containsExactly("digits");
        assertThat(model.sizeBytes()).isEqualTo(2600);
        assertThat(model.description()).isEqualTo(Samples.modelDescription());
        assertThat(models.find(Samples.MODEL)).contains(model);
        assertThat(models.find("0".repeat(64))).isEmpty();
    }

    @Test
    void sameContentIsStoredOnceAndHasAllItsNames() {
        ModelStore models = new ModelStore(jdbi);
        Model first = Samples.model(jdbi, Samples.MODEL, "digits");
        assertThat(Samples.model(jdbi, Samples.MODEL, "digits")).isEqualTo(first);
        Model other = models.named(Samples.MODEL, "nightly").orElseThrow();
        assertThat(models.named(Samples.MODEL, "digits")).contains(other);
        Model third = Samples.model(jdbi, Samples.MODEL, "a third");

        assertThat(third.names()).containsExactly("digits", "nightly", "a third");
        assertThat(third.name()).isEqualTo("digits");
        assertThat(third.createdAt()).isEqualTo(first.createdAt());
        assertThat(models.list(UploadFilter.ALL, Optional.empty(), 10).items()).containsExactly(third);
        assertThat(models.named("0".repeat(64), "digits")).isEmpty();
    }

    @Test
    void pagesCoverAListOnceEvenWhereRowsHaveTheSameAge() {
        ModelStore models = new ModelStore(jdbi);
        for (int i = 0; i < 7; i++) {
            Model model = Samples.model(jdbi, "%064x".formatted(i), "digits");
            int age = i / 3;
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE model SET created_at = CAST(? AS timestamptz) WHERE id = ?",
                    Samples.TIME.plusSeconds(age).toString(),
                    model.id()));
        }
        List<String> ids = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            Page<Model> page = models.list(UploadFilter.ALL, cursor, 2);
            page.items().forEach(model -> ids.add(model.id()));
            cursor = page.next().map(next -> Cursor.decode(next.encode()));
        } while (cursor.isPresent());
        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
        assertThat(ids.getFirst()).isEqualTo("%064x".formatted(6));
    }

    /** Two services write into one list; the age of a row must not depend on whose clock is right. */
    @Test
    void agesAreOfTheDatabasesClock() {
        Instant before = now();
        Instant model = Samples.model(jdbi, Samples.MODEL, "digits").createdAt();
        Instant dataset = Samples.dataset(jdbi, Samples.CALIBRATION, 1).createdAt();
        assertThat(model).isBetween(before, dataset);
        assertThat(dataset).isBetween(before, now());
    }

    private Instant now() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant());
    }

    @Test
    void cursorOfAnotherMakeIsAnErrorOfTheClient() {
        for (String wrong : List.of("", "!!", "bm90aGluZw", "MjAyNi8x")) {
            assertThatThrownBy(() -> Cursor.decode(wrong))
                    .isInstanceOfSatisfying(
                            NarrowgaugeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_CURSOR_INVALID));
        }
        Cursor ofModels = new Cursor(Samples.TIME, Samples.MODEL);
        assertThatThrownBy(() -> new RunStore(jdbi).list(RunFilter.ALL, Optional.of(ofModels), 10))
                .isInstanceOf(NarrowgaugeException.class);
    }

    @Test
    void datasetsShareSamplesWhereTheirDigestsMeet() {
        DatasetStore datasets = new DatasetStore(jdbi);
        Dataset calibration = Samples.dataset(jdbi, Samples.CALIBRATION, 1, 2, 2, 3, Long.MIN_VALUE);
        Samples.dataset(jdbi, Samples.EVALUATION, 2, 2, 3, 4, Long.MAX_VALUE);
        assertThat(datasets.sharedSamples(Samples.CALIBRATION, Samples.EVALUATION))
                .isEqualTo(2);
        assertThat(datasets.find(Samples.CALIBRATION)).contains(calibration);
    }

    @Test
    void nodeIsReplacedByItsNameAndLivesWhileItIsSeen() {
        NodeStore nodes = new NodeStore(jdbi);
        Node first = nodes.register(node("x86-avx2"), AGENT).orElseThrow();
        Node second = nodes.register(node("x86-vnni"), AGENT).orElseThrow();
        assertThat(nodes.list()).containsExactly(second);
        assertThat(second.deviceClasses()).containsExactly("x86-vnni");
        assertThat(second.registeredAt()).isEqualTo(first.registeredAt());
        nodes.seen("node-1", AGENT);
        assertThat(nodes.live(Duration.ofMinutes(1))).hasSize(1);
        assertThat(nodes.find("node-1").orElseThrow().lastSeenAt()).isAfter(second.lastSeenAt());
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET last_seen_at = last_seen_at - interval '1 hour'"));
        assertThat(nodes.live(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void nodeIsHeldByOneAgentUntilItLeavesOrDies() {
        NodeStore nodes = new NodeStore(jdbi);
        NodeStore.Holder other = new NodeStore.Holder("other", Duration.ofMinutes(1));
        Node held = nodes.register(node("x86-vnni"), AGENT).orElseThrow();
        assertThat(nodes.register(node("arm-i8mm"), other)).isEmpty();
        assertThat(nodes.seen("node-1", other)).isEmpty();
        nodes.leave("node-1", other);
        assertThat(nodes.find("node-1")).contains(held);

        jdbi.useHandle(handle -> handle.execute("UPDATE node SET last_seen_at = last_seen_at - interval '2 minutes'"));
        assertThat(nodes.register(node("arm-i8mm"), other)).as("it is dead").isPresent();
        assertThat(nodes.seen("node-1", AGENT)).isEmpty();
        nodes.leave("node-1", other);
        assertThat(nodes.register(node("x86-vnni"), AGENT)).as("it has left").isPresent();
    }

    /** Else two agents with one host name would take it from each other in turns, and neither would end a measurement. */
    @Test
    void agentInAHurryTakesNoNodeFromOneThatBeatsSlowly() {
        NodeStore nodes = new NodeStore(jdbi);
        NodeStore.Holder hurried = new NodeStore.Holder("hurried", Duration.ofMillis(1));
        assertThat(nodes.register(node("x86-vnni"), AGENT)).isPresent();
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET last_seen_at = last_seen_at - interval '10 seconds'"));
        assertThat(nodes.register(node("arm-i8mm"), hurried)).isEmpty();
        assertThat(nodes.seen("node-1", AGENT)).isPresent();

        nodes.leave("node-1", AGENT);
        assertThat(nodes.register(node("arm-i8mm"), hurried)).isPresent();
        double silence = jdbi.withHandle(handle -> handle.createQuery("SELECT silence_seconds FROM node")
                .mapTo(Double.class)
                .one());
        assertThat(silence).as("a pause is no death").isEqualTo(3);
    }

    @Test
    void drainedNodeStaysDrainedAndIsTheSameWhenItComesBack() {
        NodeStore nodes = new NodeStore(jdbi);
        Node labelled = node("x86-vnni").withLabels(List.of("rack=7", "nightly"));
        Node first = nodes.register(labelled, AGENT).orElseThrow();
        assertThat(first.labels()).containsExactly("rack=7", "nightly");
        Node drained = nodes.drain("node-1").orElseThrow();
        assertThat(drained.standing().isDrained()).isTrue();
        assertThat(nodes.drain("node-1")).as("since it was").contains(drained);

        nodes.leave("node-1", AGENT);
        NodeStore.Holder other = new NodeStore.Holder("other", Duration.ofMinutes(1));
        Node back = nodes.register(node("x86-vnni"), other).orElseThrow();
        assertThat(back.standing()).isEqualTo(drained.standing());
        assertThat(back.registeredAt()).isEqualTo(first.registeredAt());
        assertThat(back.labels()).isEmpty();

        assertThat(nodes.resume("node-1").orElseThrow().standing().takesJobs()).isTrue();
        assertThat(nodes.drain("nowhere")).isEmpty();
        assertThat(nodes.resume("nowhere")).isEmpty();
    }

    @Test
    void nodeIsForgottenOnceNobodySpeaksForIt() {
        NodeStore nodes = new NodeStore(jdbi);
        Duration minute = Duration.ofMinutes(1);
        assertThat(nodes.register(node("x86-vnni"), AGENT)).isPresent();
        assertThat(nodes.forget("node-1", minute)).as("its agent lives").isFalse();
        nodes.leave("node-1", AGENT);
        jdbi.useHandle(
                handle -> handle.execute("UPDATE node SET quarantined_at = now(), quarantine_reason = 'two alarms'"));
        assertThat(nodes.forget("node-1", minute)).as("it is quarantined").isFalse();
        assertThat(nodes.clear("node-1", "The fan was replaced.")).isTrue();
        assertThat(nodes.forget("node-1", minute)).as("it has left").isTrue();
        assertThat(nodes.list()).isEmpty();

        assertThat(nodes.register(node("x86-vnni"), AGENT)).isPresent();
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET last_seen_at = last_seen_at - interval '2 minutes'"));
        assertThat(nodes.forget("node-1", minute)).as("it is dead").isTrue();
        assertThat(nodes.forget("node-1", minute)).isFalse();
    }

    private static Node node(String deviceClass) {
        return new Node(
                "node-1",
                "a processor",
                List.of(deviceClass),
                "f".repeat(64),
                Map.of("cores", "2"),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
