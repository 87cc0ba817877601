package dev.narrowgauge.agent;

import dev.narrowgauge.blob.BlobCopies;
import dev.narrowgauge.blob.BlobSource;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.gateway.GatewayAddress;
import dev.narrowgauge.gateway.GatewayBlobs;
import dev.narrowgauge.gateway.GatewayConnection;
import dev.narrowgauge.gateway.GatewayControlPlane;
import dev.narrowgauge.service.BlobConfig;
import dev.narrowgauge.service.Started;
import dev.narrowgauge.service.TaskService;
import java.util.Optional;
import java.util.function.Supplier;

/** What an agent works with that reaches nothing but the API's gRPC; all over one connection. */
record AgentOutside(ControlPlane plane, BlobSource blobs) {
    /**
     * Returns once the gateway has answered.
     *
     * @param version of this program
     * @throws NarrowgaugeException SERVICE_UNREACHABLE where it does not; REQUEST_INVALID where the settings are wrong;
     *     TOKEN_REFUSED
     */
    static AgentOutside open(
            AgentConfig.Gateway config, BlobConfig.Cache cache, String node, NodeStore.Holder agent, String version) {
        try (Started starting = new Started()) {
            GatewayConnection gateway = GatewayConnection.to(access(config), agent.process(), version);
            starting.add(gateway);
            ControlPlane plane = new GatewayControlPlane(gateway, agent.silence());
            plane.seen(node, Optional.empty());
            BlobSource blobs = BlobCopies.open(
                    new GatewayBlobs(gateway), cache.dir(), cache.size().asLongValue());
            starting.keep();
            return new AgentOutside(plane, blobs);
        }
    }

    /** Fails with {@link ErrorCode#REQUEST_INVALID}. */
    static GatewayAccess access(AgentConfig.Gateway config) {
        String token = config.token()
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.REQUEST_INVALID,
                                "narrowgauge.agent.gateway.url is set, and narrowgauge.agent.gateway.token is not: 'narrowgauge node token NODE' makes a token."));
        return new GatewayAccess(address(config), token.strip(), config.authorities(), identity(config));
    }

    private static GatewayAddress address(AgentConfig.Gateway config) {
        GatewayAddress address = GatewayAddress.of(config.url().orElseThrow());
        if (address.tls() || address.isOfThisMachine() || config.plainText()) {
            return address;
        }
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The gateway %s is another machine, and nothing that is sent there is encrypted, the token of the node included: give an address that begins with https://, or set narrowgauge.agent.gateway.plain-text=true where nobody else is on the way."
                        .formatted(address));
    }

    private static Optional<GatewayAccess.Identity> identity(AgentConfig.Gateway config) {
        if (config.certificate().isPresent() != config.key().isPresent()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Of narrowgauge.agent.gateway.certificate and narrowgauge.agent.gateway.key one is set and the other is not: give both files, or neither.");
        }
        return config.certificate()
                .map(certificate ->
                        new GatewayAccess.Identity(certificate, config.key().orElseThrow()));
    }

    /** The agent that is started with these, which are closed with it and where it does not start. */
    TaskService with(Supplier<Agent> start) {
        try {
            return closing(start.get());
        } catch (RuntimeException | Error e) {
            plane.close();
            blobs.close();
            throw e;
        }
    }

    private TaskService closing(Agent agent) {
        return new TaskService() {
            @Override
            public Optional<String> whyPaused() {
                return agent.whyPaused();
            }

            @Override
            public void takeNoMore() {
                agent.takeNoMore();
            }

            @Override
            public void close() {
                agent.close();
                blobs.close();
            }
        };
    }
}
