package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

/**
 * What a client sends to be able to send a request twice.
 *
 * @param requestHash of the request in a canonical form; the same key with another hash is an error
 */
public record IdempotencyKey(String key, String requestHash) {
    public IdempotencyKey {
        requireNonNull(key, "key is null");
        requireNonNull(requestHash, "requestHash is null");
    }
}
