package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Decides whether a call is answered, whichever way it came. */
public final class Guard {
    private final KnownKeys keys;
    private final IdentityTokens tokens;
    private final boolean asks;
    private final Buckets<String> calls;
    private final ForgedTokens forged;

    /**
     * @param asks whether callers are asked who they are at all
     * @param calls how many each of them may make, by {@link Caller.Known#mark}
     */
    public Guard(KnownKeys keys, IdentityTokens tokens, boolean asks, Buckets<String> calls) {
        this.keys = requireNonNull(keys, "keys is null");
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.calls = requireNonNull(calls, "calls is null");
        this.asks = asks;
        this.forged = keys.forged();
    }

    /**
     * Who makes the call; empty where nobody is asked for a key.
     *
     * @param access what the operation needs
     * @param address from where it comes
     * @param proof what the call carries; empty where it carries nothing, and only asked where that matters
     * @param project name of the one that the call is about; empty where it names none
     * @param known is told who makes the call once that is known, whether it is let through then or not
     * @throws NarrowgaugeException KEY_MISSING, KEY_REFUSED, TOKEN_REFUSED, ACCESS_DENIED, RATE_LIMITED,
     *     IDENTITY_PROVIDER_UNAVAILABLE
     */
    Optional<Caller> admit(
            Access access,
            String address,
            Supplier<Optional<Proof>> proof,
            Optional<String> project,
            Consumer<Caller> known) {
        if (!access.needsKey()) {
            return Optional.empty();
        }
        if (!asks) {
            return Optional.of(new Caller.Anybody());
        }
        Proof carried = proof.get()
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.KEY_MISSING,
                                "The request carries no API key: send one as 'Authorization: Bearer ng_…', or give it to the command line with 'narrowgauge login'; a page is opened with a link that 'narrowgauge key link' prints."));
        Caller.Known caller = known(carried, address);
        known.accept(caller);
        calls.take(caller.mark()).ifPresent(wait -> {
            throw Limited.calls(caller.title(), wait);
        });
        if (caller instanceof Caller.Identified identified) {
            IdentityTokens.requireRole(identified.identity());
        }
        Set<Permission> held = caller.permissionsIn(project);
        access.permission().filter(needed -> !needed.isGivenBy(held)).ifPresent(needed -> {
            throw denied(caller, held, needed);
        });
        return Optional.of(caller);
    }

    private Caller.Known known(Proof proof, String address) {
        return switch (proof) {
            case Credential credential -> stillTrusted(keys.require(credential, address));
            case BearerToken token -> identified(token, address);
        };
    }

    private Caller.Known identified(BearerToken token, String address) {
        forged.requireRoom(token, address);
        IdentityTokens.Known known = tokens.require(token.text(), () -> forged.isForged(token, address));
        forged.isGood(token);
        return new Caller.Identified(known.identity(), known.end(), Optional.empty());
    }

    /** A session outlives the settings that it was opened under. */
    private Caller.Known stillTrusted(Caller.Known caller) {
        if (caller instanceof Caller.Identified identified
                && !tokens.trusts(identified.identity().provider())) {
            throw new NarrowgaugeException(
                    ErrorCode.KEY_REFUSED,
                    "This service trusts the identity provider '%s' no more; sign in with another."
                            .formatted(identified.identity().provider()));
        }
        return caller;
    }

    private static NarrowgaugeException denied(Caller.Known caller, Set<Permission> held, Permission needed) {
        String words = held.isEmpty()
                ? "nothing"
                : held.stream().sorted().map(Permission::word).collect(joining(", "));
        return new NarrowgaugeException(
                ErrorCode.ACCESS_DENIED,
                switch (caller) {
                    case Caller.Holder holder ->
                        "%s is good for %s, and this needs '%s': use a key that has it."
                                .formatted(holder.title(), words, needed.word());
                    case Caller.Identified identified ->
                        "%s is good for %s in that project, and this needs '%s': the service's operator gives roles by rules (narrowgauge.oidc.%s.rules)."
                                .formatted(
                                        identified.title(),
                                        words,
                                        needed.word(),
                                        identified.identity().provider());
                });
    }
}
