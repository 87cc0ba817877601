package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestStores {
    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());

    @Test
    void modelComesBackAsItWasSaved() {
        ModelStore models = new ModelStore(jdbi);
        Model model = Samples.model(Samples.MODEL, Samples.TIME);
        assertThat(models.save(model)).isEqualTo(model);
        assertThat(models.find(Samples.MODEL)).contains(model);
        assertThat(models.find("0".repeat(64))).isEmpty();
    }

    @Test
    void sameContentIsStoredOnceAndKeepsItsFirstName() {
        ModelStore models = new ModelStore(jdbi);
        Model first = models.save(Samples.model(Samples.MODEL, Samples.TIME));
        Model again = models.save(Samples.model(Samples.MODEL, Samples.TIME.plusSeconds(60)));
        assertThat(again).isEqualTo(first);
        assertThat(models.list(Optional.empty(), 10).items()).containsExactly(first);
    }

    @Test
    void pagesCoverAListOnceEvenWhereRowsHaveTheSameAge() {
        ModelStore models = new ModelStore(jdbi);
        for (int i = 0; i < 7; i++) {
            models.save(Samples.model("%064x".formatted(i), Samples.TIME.plusSeconds(i / 3)));
        }
        List<String> ids = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            Page<Model> page = models.list(cursor, 2);
            page.items().forEach(model -> ids.add(model.id()));
            cursor = page.next().map(next -> Cursor.decode(next.encode()));
        } while (cursor.isPresent());
        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
        assertThat(ids.getFirst()).isEqualTo("%064x".formatted(6));
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
        assertThatThrownBy(() -> new RunStore(jdbi).list(Optional.of(ofModels), 10))
                .isInstanceOf(NarrowgaugeException.class);
    }

    @Test
    void datasetsShareSamplesWhereTheirDigestsMeet() {
        DatasetStore datasets = new DatasetStore(jdbi);
        datasets.save(Samples.dataset(Samples.CALIBRATION), new long[] {1, 2, 2, 3, Long.MIN_VALUE});
        datasets.save(Samples.dataset(Samples.EVALUATION), new long[] {2, 2, 3, 4, Long.MAX_VALUE});
        assertThat(datasets.sharedSamples(Samples.CALIBRATION, Samples.EVALUATION))
                .isEqualTo(2);
        assertThat(datasets.find(Samples.CALIBRATION)).contains(Samples.dataset(Samples.CALIBRATION));
    }

    @Test
    void nodeIsReplacedByItsNameAndLivesWhileItIsSeen() {
        NodeStore nodes = new NodeStore(jdbi);
        Node first = nodes.register(node("x86-avx2"));
        Node second = nodes.register(node("x86-vnni"));
        assertThat(nodes.list()).containsExactly(second);
        assertThat(second.deviceClasses()).containsExactly("x86-vnni");
        assertThat(second.registeredAt()).isEqualTo(first.registeredAt());
        nodes.seen("node-1");
        assertThat(nodes.live(Duration.ofMinutes(1))).hasSize(1);
        assertThat(nodes.find("node-1").orElseThrow().lastSeenAt()).isAfter(second.lastSeenAt());
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET last_seen_at = last_seen_at - interval '1 hour'"));
        assertThat(nodes.live(Duration.ofMinutes(1))).isEmpty();
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
