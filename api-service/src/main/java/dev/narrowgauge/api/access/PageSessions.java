package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.db.IdentitySession;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.PageSession;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pages that act for the holder of a key, opened by a link that is good once, or for somebody whom an identity provider knows. */
@Singleton
public final class PageSessions {
    static final String COOKIE = "narrowgauge_session";
    static final String HOW_TO_OPEN =
            "open the page with a link that 'narrowgauge key link' prints, or sign in there where the service has an identity provider.";
    static final int MAX_CODE = 100;

    /** A working day, with what comes before and after it. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(15);

    private final PageSessionStore store;
    private final IdentitySessionStore identities;
    private final KnownKeys known;

    PageSessions(PageSessionStore store, IdentitySessionStore identities, KnownKeys known) {
        this.store = requireNonNull(store, "store is null");
        this.identities = requireNonNull(identities, "identities is null");
        this.known = requireNonNull(known, "known is null");
    }

    /**
     * A session that was opened just now.
     *
     * @param cookie its value
     * @param lifetime of both
     */
    record Opened(Caller caller, KeyText cookie, Duration lifetime) {}

    /** A code for whoever holds the key. */
    public SessionCode offer(UUID key) {
        String code = KeyText.random().secret();
        Instant end = Instant.now().plus(CODE_LIFETIME);
        store.offer(key, Sha256.of(code), CODE_LIFETIME);
        return new SessionCode(code, "/#sign-in=" + code, end);
    }

    SessionCode offer(Caller caller) {
        if (caller instanceof Caller.Identified) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "A link opens a page for the holder of an API key, and the caller has come with none: open the page and sign in there.");
        }
        return offer(
                caller.keyId()
                        .orElseThrow(
                                () -> new NarrowgaugeException(
                                        ErrorCode.CONFLICT,
                                        "This service asks nobody for a key (narrowgauge.api.auth is false), so its page needs no session: open it as it is.")));
    }

    /** @param address from where it is asked for */
    Opened open(SessionRequest request, String address) {
        String code = PlainText.require("Field 'code'", request == null ? null : request.code(), MAX_CODE);
        KeyText cookie = KeyText.random();
        PageSession opened = known.lookedUp(address, () -> store.open(Sha256.of(code), cookie, LIFETIME))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.KEY_REFUSED,
                        "The link was used before, or is older than %d minutes; %s"
                                .formatted(CODE_LIFETIME.toMinutes(), HOW_TO_OPEN)));
        Credential credential = new Credential(Credential.Kind.SESSION, opened.id(), cookie.sha256());
        return new Opened(
                new Caller.Holder(credential, opened.key(), Optional.of(opened.expiresAt())), cookie, LIFETIME);
    }

    /**
     * One for whoever signs in. As of codes, so of sign-ins that fail only so many are tried for an address: each is a request
     * to the provider, in the name of this service.
     *
     * @param address from where it is asked for
     * @param told of who signs in once that is known, whether they are let in then or not
     */
    Opened open(String address, Supplier<SignIns.SignedIn> signIn, Consumer<Identity> told) {
        SignIns.SignedIn signedIn = known.lookedUp(address, () -> Optional.of(permitted(signIn.get(), told)))
                .orElseThrow();
        return open(signedIn.identity(), signedIn.session());
    }

    private static SignIns.SignedIn permitted(SignIns.SignedIn signedIn, Consumer<Identity> told) {
        told.accept(signedIn.identity());
        IdentityTokens.requireRole(signedIn.identity());
        return signedIn;
    }

    private Opened open(Identity identity, Duration lifetime) {
        KeyText cookie = KeyText.random();
        IdentitySession opened = identities.open(cookie, identity, lifetime);
        Credential credential = new Credential(Credential.Kind.SESSION, opened.id(), cookie.sha256());
        return new Opened(
                new Caller.Identified(opened.identity(), opened.expiresAt(), Optional.of(credential)),
                cookie,
                lifetime);
    }

    /** Fails with {@link ErrorCode#CONFLICT} where the caller has come with a key or a token and not with a session. */
    void end(Caller caller) {
        if (!(caller instanceof Caller.Known ending) || ending.session().isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The request carries no session that could be ended; an API key is ended with POST /v1/keys/ID/revoke.");
        }
        UUID session = ending.session().get().id();
        switch (ending) {
            case Caller.Holder _ -> store.end(session);
            case Caller.Identified _ -> identities.end(session);
        }
        known.changed();
    }
}
