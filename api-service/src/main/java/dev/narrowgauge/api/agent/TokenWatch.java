package dev.narrowgauge.api.agent;

import dev.narrowgauge.db.NodeTokenStore;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Whether a token was revoked, for what goes on for longer than a call: looked up now and then. For one thread. */
final class TokenWatch implements BooleanSupplier {
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final NodeTokenStore tokens;
    private final UUID token;
    private final Duration pause;
    private long lookedAt = System.nanoTime();
    private boolean revoked;

    /** @param pause between two looks */
    TokenWatch(NodeTokenStore tokens, UUID token, Duration pause) {
        this.tokens = tokens;
        this.token = token;
        this.pause = pause;
    }

    /** As far as is known where the database does not answer. */
    @Override
    public boolean getAsBoolean() {
        long now = System.nanoTime();
        if (!revoked && now - lookedAt >= pause.toNanos()) {
            lookedAt = now;
            revoked = isRevoked();
        }
        return revoked;
    }

    private boolean isRevoked() {
        try {
            return !tokens.isGood(token);
        } catch (RuntimeException _) {
            return false;
        }
    }
}
