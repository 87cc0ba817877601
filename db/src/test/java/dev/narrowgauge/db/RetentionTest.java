package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A database with runs to delete. */
abstract class RetentionTest {
    static final Duration LEASE = Duration.ofMinutes(1);

    final DataSource database = PostgresFixture.migrated();
    final Jdbi jdbi = Database.jdbi(database);
    final SampleTenants tenants = new SampleTenants(database);
    final RunStore runs = new RunStore(jdbi);
    final JobStore jobs = new JobStore(jdbi);
    final ModelStore models = new ModelStore(jdbi);
    final DatasetStore datasets = new DatasetStore(jdbi);
    final DeletedRunStore deleted = new DeletedRunStore(jdbi);
    final RetentionStore retention = new RetentionStore(jdbi);
    final ContentStore content = new ContentStore(jdbi);

    /** With a variant, a measurement and a verdict. */
    final Run decided() {
        Run run = Samples.submit(jdbi);
        Job quantize = jobs.ofRun(run.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        Job benchmark = jobs.ofRun(run.id()).stream()
                .filter(job -> job.kind() == JobKind.BENCHMARK)
                .findFirst()
                .orElseThrow();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        assertThat(jobs.finishBenchmark(
                        benchmark.id(), 1, "agent", Samples.measurement(benchmark, Samples.latency(7, 6, 1))))
                .isTrue();
        jobs.ofRun(run.id()).stream().filter(job -> !job.state().terminal()).forEach(job -> {
            jobs.claim(job.id(), 1, "worker", LEASE);
            jobs.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "no graph");
        });
        VerdictDocument.Subject subject = new VerdictDocument.Subject(Samples.MODEL, "digits");
        assertThat(runs.decide(
                        run.id(),
                        new VerdictDocument(
                                VerdictDocument.SCHEMA_VERSION,
                                run.id().toString(),
                                "nightly",
                                Samples.TIME,
                                Verdict.INVALID,
                                subject,
                                subject,
                                subject,
                                Policy.standard(),
                                List.of(),
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null),
                        Samples.proof()))
                .isTrue();
        return run;
    }

    final UUID cancelled() {
        UUID run = Samples.submit(jdbi).id();
        assertThat(runs.cancel(run)).isTrue();
        return run;
    }

    /** @param table with a condition, where there is one */
    final long rows(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    final void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
