package dev.narrowgauge.api.agent;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.node.DeviceClassNames;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.gateway.NodeMessages;
import dev.narrowgauge.proto.v1.RegisterNodeRequest;
import java.util.List;
import java.util.Map;

/** Nodes as agents outside offer them. */
final class AgentNodes {
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_FINGERPRINT = 200;
    private static final int MOST_PROFILE = 64;
    private static final int MAX_PROFILE_KEY = 100;
    private static final int MAX_PROFILE_VALUE = 10_000;

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
        require("description", request.getDescription(), MAX_DESCRIPTION);
        require("fingerprint", request.getFingerprint(), MAX_FINGERPRINT);
        requireProfile(request.getProfileMap());
        Node node = Asked.read(() -> NodeMessages.node(request));
        return node.withDeviceClasses(classes.isEmpty() ? classes : allowed(agent, classes));
    }

    private static void requireProfile(Map<String, String> profile) {
        if (profile.size() > MOST_PROFILE) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Field 'profile' has %d entries; it may have %d at most.".formatted(profile.size(), MOST_PROFILE));
        }
        profile.forEach((key, value) -> {
            require("profile", key, MAX_PROFILE_KEY);
            require("profile", value, MAX_PROFILE_VALUE);
        });
    }

    private static void require(String field, String text, int characters) {
        if (text.length() > characters || !PlainText.isStorable(text)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Field '%s' has a text of %d characters; it may have %d at most, and no NUL character."
                            .formatted(field, text.length(), characters));
        }
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
