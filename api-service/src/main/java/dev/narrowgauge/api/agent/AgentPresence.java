package dev.narrowgauge.api.agent;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.gateway.NodeMessages;
import dev.narrowgauge.proto.v1.NodeStanding;
import dev.narrowgauge.proto.v1.RegisterNodeRequest;
import dev.narrowgauge.queue.ClaimListener;
import java.time.Duration;
import java.util.Optional;

/** Agents outside as those that are there: each with its node, and in the list of roles. */
final class AgentPresence {
    private final AgentStores stores;
    private final ClaimListener claims;
    private final AgentNodes nodes;

    AgentPresence(AgentStores stores, ClaimListener claims) {
        this.stores = stores;
        this.claims = claims;
        this.nodes = new AgentNodes(stores.tokens());
    }

    /** Fails as {@link AgentNodes#offered} does. */
    NodeStanding register(JoinedAgent agent, RegisterNodeRequest request, Duration silence) {
        // There may be no process inside that does so.
        stores.presences().forgetGone();
        return NodeMessages.standing(stores.nodes()
                .register(nodes.offered(agent, request), agent.holder(silence))
                .map(Node::standing));
    }

    /** @param known the newest documents that its program knows */
    NodeStanding seen(JoinedAgent agent, DocumentVersions known, Optional<String> whyPaused) {
        // There may be no process inside that does so.
        int lost = stores.jobs().sweepLeases();
        if (lost > 0) {
            claims.leasesLost(lost);
        }
        Optional<Node> held = stores.nodes().seen(agent.node(), agent.holder(Duration.ZERO));
        // Else whoever has the token could fill the list with names that it makes up.
        held.ifPresent(_ -> stores.presences().seen(agent.role(known), whyPaused));
        return NodeMessages.standing(held.map(Node::standing));
    }

    void leave(JoinedAgent agent) {
        stores.nodes().leave(agent.node(), agent.holder(Duration.ZERO));
        stores.presences().leave(agent.role(DocumentVersions.FIRST));
    }
}
