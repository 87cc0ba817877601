package dev.narrowgauge.api.upload;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.QuotaStore;
import dev.narrowgauge.db.Submitter;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.function.Function;

/** Refuses content for which its project has no room, once its size is known and it is known to be new. */
@Singleton
public final class UploadRoom {
    private final QuotaStore quotas;

    UploadRoom(QuotaStore quotas) {
        this.quotas = requireNonNull(quotas, "quotas is null");
    }

    /** Looks whether there is room before the file is looked into. */
    public <D> Function<Path, D> before(Function<Path, D> inspect) {
        return file -> {
            quotas.requireRoom(Submitter.DEFAULT_PROJECT, file.toFile().length());
            return inspect.apply(file);
        };
    }
}
