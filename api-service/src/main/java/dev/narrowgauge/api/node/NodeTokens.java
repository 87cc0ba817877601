package dev.narrowgauge.api.node;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/** The tokens with which agents outside may speak for nodes. */
@Singleton
public final class NodeTokens {
    static final int MAX_NODE = 200;

    private final NodeTokenStore store;
    private final JobStore jobs;
    private final NodeStore nodes;
    private final SecureRandom random = new SecureRandom();

    NodeTokens(NodeTokenStore store, JobStore jobs, NodeStore nodes) {
        this.store = requireNonNull(store, "store is null");
        this.jobs = requireNonNull(jobs, "jobs is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
    }

    NewNodeToken create(NodeTokenRequest request) {
        String node = PlainText.require(
                "Field 'node', which names the node of the token,", request == null ? null : request.node(), MAX_NODE);
        List<String> deviceClasses = request.deviceClasses() == null
                ? List.of()
                : DeviceClassNames.require("deviceClasses", request.deviceClasses());
        String secret = NodeTokenSecret.next(random);
        NodeToken token = store.add(node, deviceClasses, secret);
        return new NewNodeToken(token.id(), token.node(), token.deviceClasses(), token.createdAt(), secret);
    }

    List<NodeTokenView> list(String node) {
        String named = PlainText.require("The parameter 'node'", node, MAX_NODE);
        return store.ofNode(named).stream().map(NodeTokenView::of).toList();
    }

    /** What was done with the token until now goes to others at once. */
    NodeTokenView revoke(String id) {
        NodeToken revoked = store.revoke(uuid(id)).orElseThrow(() -> none(id));
        jobs.heldByAny(revoked.owners()).forEach(job -> jobs.release(job.id(), job.attempt()));
        nodes.leaveAny(revoked.node(), revoked.owners());
        return NodeTokenView.of(revoked);
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw none(id);
        }
    }

    private static NarrowgaugeException none(String id) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND,
                "There is no join token '%s'; GET /v1/node-tokens?node=NAME lists those of a node.".formatted(id));
    }
}
