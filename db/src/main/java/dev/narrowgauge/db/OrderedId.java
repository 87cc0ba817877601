package dev.narrowgauge.db;

import java.util.UUID;

/**
 * Ids of which later ones are greater (RFC 9562, version 7). What is filed together thus lies together in an index: ids
 * without an order each change another page of it, and every page is wanted in memory.
 */
final class OrderedId {
    private static final long VERSION = 0x7000;
    private static final long RANDOM_BITS = 0xfff;

    private OrderedId() {}

    static UUID next() {
        return of(System.currentTimeMillis(), UUID.randomUUID());
    }

    /**
     * @param millis since 1970
     * @param random whose variant is kept, and 74 of its random bits
     */
    static UUID of(long millis, UUID random) {
        long most = (millis << Short.SIZE) | VERSION | (random.getMostSignificantBits() & RANDOM_BITS);
        return new UUID(most, random.getLeastSignificantBits());
    }
}
