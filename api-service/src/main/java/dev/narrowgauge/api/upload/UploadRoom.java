package dev.narrowgauge.api.upload;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.access.CurrentProject;
import dev.narrowgauge.db.QuotaStore;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;

/** Refuses content for which its project has no room, once its size is known and it is known to be new. */
@Singleton
public final class UploadRoom {
    private final QuotaStore quotas;
    private final CurrentProject current;

    UploadRoom(QuotaStore quotas, CurrentProject current) {
        this.quotas = requireNonNull(quotas, "quotas is null");
        this.current = requireNonNull(current, "current is null");
    }

    /** Looks whether there is room before the file is looked into. */
    public <D> Function<Path, D> before(Function<Path, D> inspect) {
        UUID project = current.get().id();
        return file -> {
            quotas.requireRoom(project, file.toFile().length());
            return inspect.apply(file);
        };
    }
}
