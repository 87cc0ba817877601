package dev.narrowgauge.api.agent;

import dev.narrowgauge.api.node.DeviceClassNames;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.gateway.NodeMessages;
import dev.narrowgauge.proto.v1.RegisterNodeRequest;
import java.util.List;

/** Nodes as agents outside offer them. */
final class AgentNodes {
    private final NodeTokenStore tokens;

    AgentNodes(NodeTokenStore tokens) {
        this.tokens = tokens;
    }

    /**
     * With those of its device classes that its token is for. Fails with {@link ErrorCode#REQUEST_INVALID} where what the agent
     * says of it cannot be, and with {@link ErrorCode#ACCESS_DENIED} where its token is for another node, or for no class of it.
     */
    Node offered(JoinedAgent agent, RegisterNodeRequest request) {
        agent.requireNode(request.getName());
        List<String> classes = DeviceClassNames.require("device_classes", request.getDeviceClassesList());
        Node node = Asked.read(() -> NodeMessages.node(request));
        return node.withDeviceClasses(classes.isEmpty() ? classes : allowed(agent, classes));
    }

    private List<String> allowed(JoinedAgent agent, List<String> offered) {
        List<String> fixed = tokens.fix(agent.token().id(), offered);
        List<String> allowed = offered.stream().filter(fixed::contains).toList();
        if (allowed.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.ACCESS_DENIED,
                    "The join token of the node '%s' is for the device classes %s, and the node offers %s: 'narrowgauge node token NODE --class CLASS' makes one for others."
                            .formatted(agent.node(), fixed, offered));
        }
        return allowed;
    }
}
