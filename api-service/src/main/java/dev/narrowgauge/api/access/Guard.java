package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Decides whether a call is answered, whichever way it came. */
public final class Guard {
    private final KnownKeys keys;
    private final boolean asks;
    private final Buckets<UUID> calls;

    /**
     * @param asks whether callers are asked for a key at all
     * @param calls how many each key may make
     */
    public Guard(KnownKeys keys, boolean asks, Buckets<UUID> calls) {
        this.keys = requireNonNull(keys, "keys is null");
        this.calls = requireNonNull(calls, "calls is null");
        this.asks = asks;
    }

    /**
     * Who makes the call; empty where nobody is asked for a key.
     *
     * @param access what the operation needs
     * @param address from where it comes
     * @param credential what the call carries; empty where it carries nothing, and only asked where that matters
     * @throws NarrowgaugeException KEY_MISSING, KEY_REFUSED, ACCESS_DENIED, RATE_LIMITED
     */
    Optional<Caller> admit(Access access, String address, Supplier<Optional<Credential>> credential) {
        if (!access.needsKey()) {
            return Optional.empty();
        }
        if (!asks) {
            return Optional.of(new Caller.Anybody());
        }
        Caller.Holder holder = keys.require(
                credential.get()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.KEY_MISSING,
                        "The request carries no API key: send one as 'Authorization: Bearer ng_…', or give it to the command line with 'narrowgauge login'; a page is opened with a link that 'narrowgauge key link' prints.")),
                address);
        calls.take(holder.key().id()).ifPresent(wait -> {
            throw Limited.calls(holder.key().name(), wait);
        });
        access.permission().filter(needed -> !holder.has(needed)).ifPresent(needed -> {
            throw denied(holder, needed);
        });
        return Optional.of(holder);
    }

    private static NarrowgaugeException denied(Caller.Holder holder, Permission needed) {
        String held = holder.key().permissions().stream()
                .sorted()
                .map(Permission::word)
                .collect(joining(", "));
        return new NarrowgaugeException(
                ErrorCode.ACCESS_DENIED,
                "The API key '%s' is good for %s, and this needs '%s': use a key that has it."
                        .formatted(holder.key().name(), held.isEmpty() ? "nothing" : held, needed.word()));
    }
}
