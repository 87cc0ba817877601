package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.AuditEntry;
import dev.narrowgauge.db.AuditEntry.By;
import dev.narrowgauge.db.AuditEntry.Kind;
import java.util.Optional;
import java.util.UUID;

/**
 * A call of an operation, whichever way it came.
 *
 * @param by who makes it; of one that is refused, who it says that it is
 * @param address from where, as {@link ClientAddress} has it
 * @param target what it is about, in words of its own
 */
public record Call(UUID id, ApiOperation operation, By by, String address, String target) {
    /** In characters. A client may have written it. */
    private static final int LONGEST_TARGET = 500;

    public Call {
        requireNonNull(id, "id is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(by, "by is null");
        requireNonNull(address, "address is null");
        target = target.length() <= LONGEST_TARGET ? target : target.substring(0, LONGEST_TARGET) + "…";
    }

    /** Of somebody who is not known yet. */
    static Call of(ApiOperation operation, String address, String target) {
        return new Call(UUID.randomUUID(), operation, By.NOBODY, address, target);
    }

    Call by(By other) {
        return new Call(id, operation, other, address, target);
    }

    Call by(Optional<Caller> caller) {
        return caller.map(known -> by(by(known))).orElse(this);
    }

    /** @param shown what was refused */
    Call refusedTo(Optional<Credential> shown) {
        return shown.map(credential -> by(by(credential))).orElse(this);
    }

    Call about(String other) {
        return new Call(id, operation, by, address, other);
    }

    /** @param outcome as {@link AuditEntry} has it */
    AuditEntry entry(String outcome, long leftOut) {
        return new AuditEntry(id, operation.names().getFirst(), outcome, by, address, target, leftOut);
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
