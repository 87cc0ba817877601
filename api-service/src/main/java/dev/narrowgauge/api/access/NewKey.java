package dev.narrowgauge.api.access;

import dev.narrowgauge.db.ApiKey;
import dev.narrowgauge.domain.access.KeyText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An API key that was made just now. */
@Schema(name = "NewApiKey")
public record NewKey(
        UUID id,
        String name,

        @Schema(description = "What it is good for") List<String> scopes,

        Instant createdAt,

        @Schema(description = "From when on it is good for nothing; null where it does not expire")
        Optional<Instant> expiresAt,

        @Schema(description = "The key itself; it is not kept and never told again")
        String key) {
    static NewKey of(ApiKey key, KeyText text) {
        return new NewKey(
                key.id(), key.name(), KeyView.words(key.permissions()), key.createdAt(), key.expiresAt(), text.text());
    }

    /** Without the secret, which is to be in no log. */
    @Override
    public String toString() {
        return "NewKey[id=%s, name=%s]".formatted(id, name);
    }
}
