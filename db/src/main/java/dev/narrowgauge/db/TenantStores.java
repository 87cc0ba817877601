package dev.narrowgauge.db;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The stores of what is a project's, as callers may use them. */
public record TenantStores(
        ModelStore models,
        DatasetStore datasets,
        RunStore runs,
        JobStore jobs,
        VariantStore variants,
        MeasurementStore measurements,
        TimelineStore timelines,
        HistoryStore history,
        DeletedRunStore deletedRuns,
        WebhookStore webhooks,
        VerdictStore verdicts,
        ReleaseStore releases) {
    /** @param scope of the transaction that the thread is about to begin; throws where nobody calls */
    public static TenantStores over(DataSource database, Supplier<Scope> scope) {
        Jdbi jdbi = Database.jdbi(database, scope);
        return new TenantStores(
                new ModelStore(jdbi),
                new DatasetStore(jdbi),
                new RunStore(jdbi),
                new JobStore(jdbi),
                new VariantStore(jdbi),
                new MeasurementStore(jdbi),
                new TimelineStore(jdbi),
                new HistoryStore(jdbi),
                new DeletedRunStore(jdbi),
                new WebhookStore(jdbi),
                new VerdictStore(jdbi),
                new ReleaseStore(jdbi));
    }
}
