package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a caller did, or what was refused to it. When it is written the database says.
 *
 * @param call the same in all entries about a call
 * @param operation by the name that the documents of the API have for it
 * @param outcome {@link #BEGUN}, {@link #DONE}, or the code of the failure
 * @param project id of the one that the call is about; empty where it is about none
 * @param address from where, as an IP address
 * @param target what it is about: a path, the fields of a message, an id
 * @param leftOut how many refusals before it have no entry, as there were too many
 */
public record AuditEntry(
        UUID call,
        String operation,
        String outcome,
        By by,
        Optional<UUID> project,
        String address,
        String target,
        long leftOut) {
    /** It is under way: how it ends stands in another entry of the call, or the process has ended first. */
    public static final String BEGUN = "begun";

    public static final String DONE = "done";

    public AuditEntry {
        requireNonNull(call, "call is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(by, "by is null");
        requireNonNull(project, "project is null");
        requireNonNull(address, "address is null");
        requireNonNull(target, "target is null");
    }

    /** By what the caller says who it is; of a refused call that may be good for nothing. */
    public enum Kind {
        KEY,
        SESSION,
        /** A join token. */
        TOKEN,
        /** A token of an identity provider. */
        IDENTITY,
        /** The service asks nobody for a key. */
        ANYBODY,
        /** It has shown nothing. */
        NOBODY
    }

    /**
     * @param key the API key, also behind a session
     * @param id of the session or the join token
     * @param identity whom an identity provider knows, also behind a session: the provider's name, a slash and the subject
     */
    public record By(Kind kind, Optional<UUID> key, Optional<UUID> id, Optional<String> identity) {
        public static final By NOBODY = new By(Kind.NOBODY, Optional.empty(), Optional.empty());

        public By {
            requireNonNull(kind, "kind is null");
            requireNonNull(key, "key is null");
            requireNonNull(id, "id is null");
            requireNonNull(identity, "identity is null");
        }

        /** Of nobody whom an identity provider knows. */
        public By(Kind kind, Optional<UUID> key, Optional<UUID> id) {
            this(kind, key, id, Optional.empty());
        }
    }

    /** The members of a line between those that the chain adds. */
    String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("call", call);
        members.put("operation", operation);
        members.put("outcome", outcome);
        members.put("by", by.kind());
        by.key().ifPresent(key -> members.put("key", key));
        by.id().ifPresent(id -> members.put("id", id));
        by.identity().ifPresent(identity -> members.put("identity", identity));
        project.ifPresent(id -> members.put("project", id));
        members.put("address", address);
        members.put("target", target);
        if (leftOut > 0) {
            members.put("leftOut", leftOut);
        }
        return Json.write(members);
    }
}
