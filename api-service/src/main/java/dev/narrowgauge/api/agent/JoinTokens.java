package dev.narrowgauge.api.agent;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.node.NodeTokenSecret;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.GatewayAccess;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Lets the calls of agents through that carry a good join token, and keeps who made each. */
final class JoinTokens implements ServerInterceptor {
    private static final Context.Key<JoinedAgent> CALLER = Context.key("agent");
    private static final int MAX_PROCESS = 300;
    private static final int MAX_VERSION = 100;

    /** So many at a time: whoever has no token must not take the database from those who have one. */
    private static final int LOOKUPS = 4;

    private static final long PATIENCE_SECONDS = 5;

    private final NodeTokenStore tokens;
    private final Semaphore lookups = new Semaphore(LOOKUPS, true);
    private final Refusals refusals = new Refusals();

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
            RpcAccess.joinedBy(agent.token().id());
        } catch (RuntimeException e) {
            if (e instanceof NarrowgaugeException known && known.code() == ErrorCode.TOKEN_REFUSED) {
                refusals.add(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), e.getMessage());
            }
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
        String secret = authorization.substring(GatewayAccess.BEARER.length());
        if (!NodeTokenSecret.isFormOf(secret)) {
            throw refused();
        }
        String process = entry(headers, GatewayAccess.AGENT, MAX_PROCESS);
        String version = entry(headers, GatewayAccess.VERSION, MAX_VERSION);
        NodeToken token = good(secret).orElseThrow(JoinTokens::refused);
        return new JoinedAgent(token, process, version);
    }

    private static NarrowgaugeException refused() {
        return new NarrowgaugeException(
                ErrorCode.TOKEN_REFUSED,
                "The join token is unknown or was revoked; 'narrowgauge node token NODE' makes another.");
    }

    private Optional<NodeToken> good(String secret) {
        awaitLookup();
        try {
            return tokens.good(secret);
        } finally {
            lookups.release();
        }
    }

    private void awaitLookup() {
        try {
            if (lookups.tryAcquire(PATIENCE_SECONDS, SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE, "Too many calls wait for their join tokens to be looked up; try again.");
    }

    private static String entry(Metadata headers, Metadata.Key<String> key, int characters) {
        return PlainText.require("The entry '%s' of the metadata".formatted(key.name()), headers.get(key), characters);
    }
}
