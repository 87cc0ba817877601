package dev.narrowgauge.api.retention;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.Retention;
import dev.narrowgauge.db.RetentionStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How long each project keeps what it has: as was said of it, else as the installation is set up. */
@Singleton
public final class Retentions {
    private final RetentionStore store;
    private final RetentionConfig config;

    Retentions(RetentionStore store, RetentionConfig config) {
        this.store = requireNonNull(store, "store is null");
        this.config = requireNonNull(config, "config is null");
    }

    void set(Retention retention) {
        store.set(retention);
    }

    /** As it is now. */
    public Function<UUID, Retention> ofProjects() {
        Map<UUID, Retention> said =
                store.list().stream().collect(Collectors.toMap(Retention::project, retention -> retention));
        return project -> said.getOrDefault(project, usual(project));
    }

    /** Fails with {@link ErrorCode#REQUEST_INVALID} where the installation is set up to keep things for no time, or for ages. */
    void requireSensible() {
        var _ = usual(Project.FIRST);
    }

    private Retention usual(UUID project) {
        return new Retention(
                project,
                days("narrowgauge.retention.run-days", config.runDays()),
                days("narrowgauge.retention.upload-days", config.uploadDays()));
    }

    /** @param name what whoever has written it calls it */
    static OptionalInt days(String name, OptionalInt days) {
        if (days.isPresent() && (days.getAsInt() < 1 || days.getAsInt() > Retention.MOST_DAYS)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is %d; it must be a whole number of days from 1 to %d, or absent for good."
                            .formatted(name, days.getAsInt(), Retention.MOST_DAYS));
        }
        return days;
    }
}
