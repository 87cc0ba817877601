package dev.narrowgauge.api.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.GatewayAccess;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets the calls of agents through that carry a good join token, and keeps who made each. */
final class JoinTokens implements ServerInterceptor {
    private static final Context.Key<JoinedAgent> CALLER = Context.key("agent");
    private static final int MAX_PROCESS = 300;
    private static final int MAX_VERSION = 100;

    private final NodeTokenStore tokens;

    JoinTokens(NodeTokenStore tokens) {
        this.tokens = requireNonNull(tokens, "tokens is null");
    }

    /** Who made the call that this thread answers. */
    static JoinedAgent caller() {
        return CALLER.get();
    }

    @Override
    public <Q, R> Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        JoinedAgent agent;
        try {
            agent = Outages.explained(() -> agent(headers));
        } catch (RuntimeException e) {
            call.close(Status.UNKNOWN.withCause(e), new Metadata());
            return new Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(CALLER, agent), call, headers, next);
    }

    private JoinedAgent agent(Metadata headers) {
        String authorization = headers.get(GatewayAccess.AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(GatewayAccess.BEARER)) {
            throw new NarrowgaugeException(
                    ErrorCode.TOKEN_REFUSED,
                    "The call carries no join token; 'narrowgauge node token NODE' makes one, which is given to the agent as narrowgauge.agent.gateway.token.");
        }
        String process = entry(headers, GatewayAccess.AGENT, MAX_PROCESS);
        String version = entry(headers, GatewayAccess.VERSION, MAX_VERSION);
        return tokens.good(authorization.substring(GatewayAccess.BEARER.length()))
                .map(token -> new JoinedAgent(token, process, version))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.TOKEN_REFUSED,
                        "The join token is unknown or was revoked; 'narrowgauge node token NODE' makes another."));
    }

    private static String entry(Metadata headers, Metadata.Key<String> key, int characters) {
        return PlainText.require("The entry '%s' of the metadata".formatted(key.name()), headers.get(key), characters);
    }
}
