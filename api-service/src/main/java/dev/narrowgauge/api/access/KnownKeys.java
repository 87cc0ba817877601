package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The keys and sessions that callers come with, kept for a few seconds after they were read. All are forgotten when the
 * database tells that one changed, or that something may have been missed.
 */
public final class KnownKeys {
    private static final Duration BETWEEN_USES = Duration.ofMinutes(1);

    private final ApiKeyStore keys;
    private final PageSessionStore sessions;
    private final IdentitySessionStore identities;
    private final AdminKey adminKey;
    private final InstantSource clock;
    private final Buckets<String> unknown;
    private final ForgedTokens forged;
    private final KeptCallers kept = new KeptCallers();
    private final Map<UUID, Long> uses = new ConcurrentHashMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    private KnownKeys(
            ApiKeyStore keys,
            PageSessionStore sessions,
            IdentitySessionStore identities,
            AdminKey adminKey,
            InstantSource clock,
            Buckets<String> unknown) {
        this.keys = requireNonNull(keys, "keys is null");
        this.sessions = requireNonNull(sessions, "sessions is null");
        this.identities = requireNonNull(identities, "identities is null");
        this.adminKey = requireNonNull(adminKey, "adminKey is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.unknown = requireNonNull(unknown, "unknown is null");
        this.forged = new ForgedTokens(unknown);
    }

    /**
     * Listens for as long as there are notifications.
     *
     * @param unknown how many keys, sessions and codes that are not known, forged tokens, and sign-ins, may come from each
     *     network
     */
    public static KnownKeys over(
            ApiKeyStore keys,
            PageSessionStore sessions,
            IdentitySessionStore identities,
            AdminKey adminKey,
            Notifications notifications,
            InstantSource clock,
            Buckets<String> unknown) {
        KnownKeys known = new KnownKeys(keys, sessions, identities, adminKey, clock, unknown);
        var _ = notifications.listen(Channel.API_KEY, _ -> known.changed());
        return known;
    }

    /** Of the same limit as keys that are not known. */
    ForgedTokens forged() {
        return forged;
    }

    /** A watcher's place; closing it ends the calls. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Has {@code wake} run, in any thread, whenever a caller may not be good any more. It must not block. */
    public Watch watch(Runnable wake) {
        watchers.add(wake);
        return () -> watchers.remove(wake);
    }

    /** Whether what the caller came with is still good. */
    public boolean isGood(Caller caller) {
        return switch (caller) {
            case Caller.Anybody _ -> true;
            case Caller.Holder holder -> isGood(holder.credential());
            case Caller.Identified identified ->
                identified.session().map(this::isGood).orElseGet(() -> !hasEnded(identified));
        };
    }

    private boolean isGood(Credential credential) {
        return kept.find(credential, () -> read(credential))
                .filter(found -> whyNot(found).isEmpty())
                .isPresent();
    }

    /**
     * Who comes with that; the use of the key is noted.
     *
     * @param address from where
     * @throws NarrowgaugeException KEY_REFUSED where it is not known, or not good any more; RATE_LIMITED where nobody looks
     */
    Caller.Known require(Credential credential, String address) {
        // What was good once is looked up whatever else comes from the address.
        return require(
                credential,
                () -> kept.wasGood(credential) ? read(credential) : lookedUp(address, () -> read(credential)));
    }

    private Caller.Known require(Credential credential, Supplier<Optional<Caller.Known>> look) {
        Caller.Known caller = kept.find(credential, look)
                .orElseThrow(() -> refused(
                        credential.kind() == Credential.Kind.KEY
                                ? "The API key is not known to this service; 'narrowgauge key create' makes one."
                                : "The session has ended; " + PageSessions.HOW_TO_OPEN));
        whyNot(caller).ifPresent(sentence -> {
            throw refused(sentence);
        });
        caller.keyId().ifPresent(this::noteUse);
        return caller;
    }

    /** Fails as {@link #require} does where what the caller came with is not good any more. */
    public void requireGood(Caller caller) {
        switch (caller) {
            case Caller.Anybody _ -> {}
            case Caller.Holder holder -> requireGood(holder.credential());
            case Caller.Identified identified -> requireGood(identified);
        }
    }

    private void requireGood(Credential credential) {
        var _ = require(credential, () -> read(credential));
    }

    private void requireGood(Caller.Identified identified) {
        if (identified.session().isPresent()) {
            requireGood(identified.session().get());
        } else if (hasEnded(identified)) {
            throw new NarrowgaugeException(
                    ErrorCode.TOKEN_REFUSED,
                    "The token of the identity provider '%s' has expired: ask for another."
                            .formatted(identified.identity().provider()));
        }
    }

    /**
     * What {@code look} finds of what a caller has come with.
     *
     * @throws NarrowgaugeException RATE_LIMITED where too much has come from the address that nobody knows
     */
    <T> Optional<T> lookedUp(String address, Supplier<Optional<T>> look) {
        // Before it is looked for: many may come at the same time.
        countUnknown(address);
        Optional<T> found = look.get();
        if (found.isPresent()) {
            unknown.giveBack(ClientAddress.network(address));
        }
        return found;
    }

    /**
     * Somebody nobody knows has this process ask others.
     *
     * @throws NarrowgaugeException RATE_LIMITED where too much has come from the address that nobody knows
     */
    private void countUnknown(String address) {
        unknown.take(ClientAddress.network(address)).ifPresent(wait -> {
            throw Limited.unknownKeys(address, wait);
        });
    }

    /** What was kept may not be true any more. */
    public void changed() {
        kept.forget();
        watchers.forEach(Runnable::run);
    }

    private Optional<Caller.Known> read(Credential credential) {
        return switch (credential.kind()) {
            case KEY -> key(credential).or(() -> adopted(credential));
            case SESSION -> session(credential).or(() -> identitySession(credential));
        };
    }

    private Optional<Caller.Known> session(Credential credential) {
        return sessions.find(credential.id(), credential.sha256())
                .map(session -> new Caller.Holder(credential, session.key(), Optional.of(session.expiresAt())));
    }

    private Optional<Caller.Known> identitySession(Credential credential) {
        return identities
                .find(credential.id(), credential.sha256())
                .map(session ->
                        new Caller.Identified(session.identity(), session.expiresAt(), Optional.of(credential)));
    }

    private Optional<Caller.Known> adopted(Credential credential) {
        if (!adminKey.adopts(credential)) {
            return Optional.empty();
        }
        changed();
        return key(credential);
    }

    private Optional<Caller.Known> key(Credential credential) {
        return keys.find(credential.id(), credential.sha256())
                .map(key -> new Caller.Holder(credential, key, Optional.empty()));
    }

    private Optional<String> whyNot(Caller.Known caller) {
        return switch (caller) {
            case Caller.Holder holder -> whyNot(holder);
            case Caller.Identified identified ->
                Optional.of(identified)
                        .filter(this::hasEnded)
                        .map(ended -> "The session expired at %s; sign in again.".formatted(ended.expiresAt()));
        };
    }

    private boolean hasEnded(Caller.Identified identified) {
        return !clock.instant().isBefore(identified.expiresAt());
    }

    private Optional<String> whyNot(Caller.Holder holder) {
        if (holder.key().revokedAt().isPresent()) {
            return Optional.of("The API key '%s' was revoked at %s; whoever administers the service can make another."
                    .formatted(holder.key().name(), holder.key().revokedAt().get()));
        }
        if (holder.key().hasExpired(clock.instant())) {
            return Optional.of("The API key '%s' expired at %s; whoever administers the service can make another."
                    .formatted(holder.key().name(), holder.key().expiresAt().orElseThrow()));
        }
        return holder.sessionEnd()
                .filter(end -> !clock.instant().isBefore(end))
                .map(end -> "The session expired at %s; %s".formatted(end, PageSessions.HOW_TO_OPEN));
    }

    private void noteUse(UUID key) {
        long now = System.nanoTime();
        Long last = uses.get(key);
        if (last == null || now - last >= BETWEEN_USES.toNanos()) {
            uses.put(key, now);
            keys.used(key);
        }
    }

    private static NarrowgaugeException refused(String sentence) {
        return new NarrowgaugeException(ErrorCode.KEY_REFUSED, sentence);
    }
}
