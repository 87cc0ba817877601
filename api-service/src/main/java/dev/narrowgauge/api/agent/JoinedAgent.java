package dev.narrowgauge.api.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import java.time.Duration;

/**
 * Who has made a call.
 *
 * @param token a good one
 * @param process as the agent names its own
 * @param version of its program
 */
record JoinedAgent(NodeToken token, String process, String version) {
    private static final String ROLE = "agent";

    JoinedAgent {
        requireNonNull(token, "token is null");
        requireNonNull(process, "process is null");
        requireNonNull(version, "version is null");
    }

    /** The one that it may speak for. */
    String node() {
        return token.node();
    }

    /** As which it has leases. */
    String owner() {
        return token.owner(process);
    }

    /** Whether it works on the job, which is as it was when it was read. */
    boolean has(Job job) {
        return job.lease().filter(lease -> lease.owner().equals(owner())).isPresent();
    }

    /**
     * As which those see it who ask who is there.
     *
     * @param known the newest documents that its program knows
     */
    PresenceStore.Role role(DocumentVersions known) {
        return new PresenceStore.Role(owner(), ROLE, version, known);
    }

    NodeStore.Holder holder(Duration silence) {
        return new NodeStore.Holder(owner(), silence);
    }

    /** Fails with {@link ErrorCode#ACCESS_DENIED} where the node is another. */
    void requireNode(String name) {
        if (!name.equals(node())) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The join token is for the node '%s', and the agent speaks for '%s': set narrowgauge.agent.name to the former, or make a token for the latter."
                            .formatted(node(), name));
        }
    }
}
