package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.model.Model;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Models and datasets that are deleted, and their content. */
class TestDeletedUploads extends RetentionTest {
    @Test
    void uploadThatRunsAreAboutStaysUntilTheyAreDeleted() {
        UUID run = cancelled();
        assertConflict(() -> models.delete(Samples.MODEL), run.toString(), "model");
        assertConflict(() -> datasets.delete(Samples.CALIBRATION), run.toString(), "dataset");
        assertConflict(() -> datasets.delete(Samples.EVALUATION), run.toString(), "dataset");
        deleted.delete(run);
        models.named(Samples.MODEL, "another name");

        assertThat(models.delete(Samples.MODEL)).isTrue();
        assertThat(models.delete(Samples.MODEL)).isFalse();
        assertThat(datasets.delete(Samples.CALIBRATION)).isTrue();
        assertThat(datasets.delete(Samples.EVALUATION)).isTrue();
        assertThat(models.find(Samples.MODEL)).isEmpty();
        assertThat(content.unreferenced(Duration.ZERO, 10))
                .containsExactlyInAnyOrder(Samples.MODEL, Samples.CALIBRATION, Samples.EVALUATION);
        assertThat(rows("stored_use WHERE bytes <> 0")).as("what quotas count").isZero();
    }

    @Test
    void contentThatAnotherProjectHasStaysReferredTo() {
        tenants.id("other");
        Samples.uploads(jdbi);
        assertThat(models.delete(Samples.MODEL)).isTrue();
        assertThat(content.unreferenced(Duration.ZERO, 10)).isEmpty();
    }

    @Test
    void contentOfADeletedProjectIsNoted() {
        UUID doomed = tenants.id("doomed");
        ProjectStore projects = new ProjectStore(jdbi);
        assertThat(projects.askDeletion(doomed, Optional.empty())).isPresent();
        assertThat(projects.deletePart(doomed, 10)).isFalse();
        assertThat(content.unreferenced(Duration.ZERO, 10))
                .containsExactlyInAnyOrder(Samples.MODEL, Samples.CALIBRATION, Samples.EVALUATION);
    }

    /** Whoever comes first: either the run is filed, or it hears that there is no model. */
    @Test
    void runThatIsFiledWhileItsModelIsDeletedIsWaitedFor() {
        Samples.uploads(jdbi);
        CompletableFuture<Boolean> deletion = Scopes.ofServices(jdbi).inTransaction(handle -> {
            handle.createQuery("SELECT id FROM model WHERE sha256 = :id FOR KEY SHARE")
                    .bind("id", Samples.MODEL)
                    .mapTo(String.class)
                    .one();
            CompletableFuture<Boolean> started = started(() -> models.delete(Samples.MODEL));
            Eventually.await("the deletion waits", () -> LockWaits.isAny(database));
            handle.createUpdate("""
                            INSERT INTO run
                                (id, name, model_id, calibration_dataset_id, evaluation_dataset_id, recipes, device_classes,
                                 policy, state, created_at)
                            VALUES
                                (:id, 'late', :model, :calibration, :evaluation, '[]', '{}', '{}', 'RUNNING', now())
                            """)
                    .bind("id", UUID.randomUUID())
                    .bind("model", Samples.MODEL)
                    .bind("calibration", Samples.CALIBRATION)
                    .bind("evaluation", Samples.EVALUATION)
                    .execute();
            return started;
        });
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(deletion::join)
                .withCauseInstanceOf(NarrowgaugeException.class)
                .withMessageContaining("is what runs are about (1,");
        assertThat(models.find(Samples.MODEL)).isPresent();
    }

    /** It would have a name and be gone. */
    @Test
    void uploadThatComesWhileItsModelIsDeletedIsWaitedFor() {
        Samples.uploads(jdbi);
        CompletableFuture<Optional<Model>> named = Scopes.ofServices(jdbi).inTransaction(handle -> {
            assertThat(new UploadRows("model", List.of("model_id")).delete(handle, Project.FIRST, Samples.MODEL))
                    .isTrue();
            CompletableFuture<Optional<Model>> started = started(() -> models.named(Samples.MODEL, "another name"));
            Eventually.await("the upload waits", () -> LockWaits.isAny(database));
            return started;
        });
        assertThat(named.join()).isEmpty();
        assertThat(Samples.model(jdbi, Samples.MODEL, "another name").names()).containsExactly("another name");
    }

    /** Two who note the same contents, each in an order of its own, would wait for each other. */
    @Test
    void oldContentIsNotedInOneOrder() {
        String first = "1".repeat(64);
        String second = "2".repeat(64);
        Samples.model(jdbi, first, "younger");
        Samples.model(jdbi, second, "older");
        execute("UPDATE model SET wanted_at = wanted_at - interval '31 days'");
        execute("UPDATE model SET wanted_at = wanted_at - interval '1 day' WHERE sha256 = '%s'".formatted(second));
        CompletableFuture<Integer> deletion = Scopes.ofServices(jdbi).inTransaction(handle -> {
            handle.execute("INSERT INTO unreferenced_content (sha256) VALUES (?)", first);
            CompletableFuture<Integer> started = started(() -> models.deleteOld(Project.FIRST, 30, 10));
            Eventually.await("the deletion waits", () -> LockWaits.isAny(database));
            handle.execute("INSERT INTO unreferenced_content (sha256) VALUES (?)", second);
            return started;
        });
        assertThat(deletion.join()).isEqualTo(2);
        assertThat(content.unreferenced(Duration.ZERO, 10)).containsExactlyInAnyOrder(first, second);
    }

    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static void assertConflict(Runnable deletion, String... words) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(deletion::run)
                .withMessageContainingAll(words)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT));
    }
}
