package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.AuditEntry;
import dev.narrowgauge.db.AuditEntry.By;
import dev.narrowgauge.db.AuditEntry.Kind;
import dev.narrowgauge.domain.access.Identity;
import java.util.Optional;
import java.util.UUID;

/**
 * A call of an operation, whichever way it came.
 *
 * @param by who makes it; of one that is refused, who it says that it is
 * @param project id of the one that it is about; empty where that is none, or not known yet
 * @param address from where, as {@link ClientAddress} has it
 * @param target what it is about, in words of its own
 */
public record Call(UUID id, ApiOperation operation, By by, Optional<UUID> project, String address, String target) {
    /** In characters. A client may have written it. */
    private static final int LONGEST_TARGET = 500;

    public Call {
        requireNonNull(id, "id is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(by, "by is null");
        requireNonNull(project, "project is null");
        requireNonNull(address, "address is null");
        target = target.length() <= LONGEST_TARGET ? target : target.substring(0, LONGEST_TARGET) + "…";
    }

    /** Of somebody who is not known yet. */
    static Call of(ApiOperation operation, String address, String target) {
        return new Call(UUID.randomUUID(), operation, By.NOBODY, Optional.empty(), address, target);
    }

    Call by(By other) {
        return new Call(id, operation, other, project, address, target);
    }

    Call by(Optional<Caller> caller) {
        return caller.map(known -> by(by(known))).orElse(this);
    }

    /** Whom a provider knows, who has no session yet. */
    Call by(Identity identity) {
        return by(new By(
                Kind.IDENTITY, Optional.empty(), Optional.empty(), Optional.of(Caller.Identified.mark(identity))));
    }

    Call in(Optional<UUID> chosen) {
        return new Call(id, operation, by, chosen, address, target);
    }

    /** @param shown what was refused */
    Call refusedTo(Optional<Proof> shown) {
        return shown.map(proof -> by(by(proof))).orElse(this);
    }

    Call about(String other) {
        return new Call(id, operation, by, project, address, other);
    }

    /** @param outcome as {@link AuditEntry} has it */
    AuditEntry entry(String outcome, long leftOut) {
        return new AuditEntry(id, operation.names().getFirst(), outcome, by, project, address, target, leftOut);
    }

    /** What is to be written where the call is about a new thing, together with that. */
    public AuditEntry made(UUID thing) {
        return about(thing.toString()).entry(AuditEntry.DONE, 0);
    }

    private static By by(Caller caller) {
        return switch (caller) {
            case Caller.Anybody _ -> new By(Kind.ANYBODY, Optional.empty(), Optional.empty());
            case Caller.Holder holder ->
                new By(
                        kind(holder.credential()),
                        Optional.of(holder.key().id()),
                        Optional.of(holder.credential())
                                .filter(credential -> credential.kind() == Credential.Kind.SESSION)
                                .map(Credential::id));
            case Caller.Identified identified ->
                new By(
                        identified.session().isPresent() ? Kind.SESSION : Kind.IDENTITY,
                        Optional.empty(),
                        identified.session().map(Credential::id),
                        Optional.of(identified.mark()));
        };
    }

    private static By by(Proof shown) {
        return switch (shown) {
            case Credential credential -> by(credential);
            // Whose it says that it is nobody has checked.
            case BearerToken _ -> new By(Kind.IDENTITY, Optional.empty(), Optional.empty());
        };
    }

    private static By by(Credential shown) {
        return switch (shown.kind()) {
            case KEY -> new By(Kind.KEY, Optional.of(shown.id()), Optional.empty());
            case SESSION -> new By(Kind.SESSION, Optional.empty(), Optional.of(shown.id()));
        };
    }

    private static Kind kind(Credential credential) {
        return credential.kind() == Credential.Kind.KEY ? Kind.KEY : Kind.SESSION;
    }
}
