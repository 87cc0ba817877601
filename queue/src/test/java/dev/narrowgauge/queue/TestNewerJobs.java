package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.Run;
import org.junit.jupiter.api.Test;

/** Workers of two versions side by side, as during an upgrade. */
class TestNewerJobs extends TaskLoopTest {
    private static final DocumentVersions NEWER = new DocumentVersions(Recipe.VERSION + 1, Policy.VERSION);

    @Test
    void jobOfANewerVersionWaitsForAWorkerThatKnowsIt() {
        relay();
        loop("older", 1, LONG, this::finish);
        Run newer = Samples.submitNewer(jdbi);
        await("all dispatch messages are sent", () -> unsent() == 0);
        Run later = Samples.submit(jdbi);
        await("the older one goes on", () -> quantized(later));
        assertThat(quantizeJob(newer).state()).isEqualTo(JobState.QUEUED);
        assertThat(quantizeJob(newer).attempt()).as("nobody has had it").isEqualTo(1);

        loop(settings("newer", 1, LONG), source(TaskTopic.quantize(NEWER)), this::finish);
        await("the newer one takes it", () -> quantized(newer));
        assertThat(quantizeJob(newer).attempt()).isEqualTo(1);
        Run last = Samples.submit(jdbi);
        await("either takes what it knows", () -> quantized(last));
    }

    private Job quantizeJob(Run run) {
        return ofKind(run, JobKind.QUANTIZE).findFirst().orElseThrow();
    }

    private long unsent() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM outbox")
                .mapTo(Long.class)
                .one());
    }
}
