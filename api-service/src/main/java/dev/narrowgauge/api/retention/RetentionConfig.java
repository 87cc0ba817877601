package dev.narrowgauge.api.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How long the API keeps what nobody deletes. */
@ConfigMapping(prefix = "narrowgauge.retention")
public interface RetentionConfig {
    /**
     * For how many days runs are kept after their end, of projects that say nothing else ({@code narrowgauge retention set}); for good unless
     * set. Verdicts stay for good.
     */
    OptionalInt runDays();

    /**
     * For how many days models and datasets are kept that no run is about, after somebody last uploaded them or asked for them, of
     * projects that say nothing else; for good unless set.
     */
    OptionalInt uploadDays();

    /** How long after the end of a run it is still known how far each stage of its jobs was at which time; when stages began stays. */
    @WithDefault("7d")
    Duration progress();

    /** How long after its end it is known what became of a delivery to a webhook. */
    @WithDefault("30d")
    Duration webhookDeliveries();
}
