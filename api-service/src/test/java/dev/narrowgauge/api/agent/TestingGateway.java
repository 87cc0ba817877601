package dev.narrowgauge.api.agent;

import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.access.Buckets;
import dev.narrowgauge.api.access.ClientAddress;
import dev.narrowgauge.api.access.Guard;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.KnownProjects;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.gateway.GatewayAddress;
import dev.narrowgauge.gateway.GatewayConnection;
import dev.narrowgauge.gateway.GatewayControlPlane;
import dev.narrowgauge.queue.ClaimListener;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The gRPC of an API, and connections of agents outside to it, one of whose nodes has a token. */
final class TestingGateway implements AutoCloseable {
    /** Of the node's token. */
    static final String SECRET = "narrowgauge_node_" + "s".repeat(43);

    /** Of the program of each agent. */
    static final String VERSION = "1.2";

    private final Jdbi jdbi;
    private final Notifications notifications;
    private final AgentStores stores;
    private final NodeToken token;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Path blobs;
    private GrpcServer server;
    private int port;

    /** Serves nothing yet. */
    TestingGateway(Jdbi jdbi, Notifications notifications, String node) {
        this.jdbi = jdbi;
        this.notifications = notifications;
        this.stores = new AgentStores(
                new NodeTokenStore(jdbi),
                new NodeStore(jdbi),
                new PresenceStore(jdbi),
                new JobStore(jdbi),
                new RunStore(jdbi),
                new VariantStore(jdbi),
                new ControlStore(jdbi));
        this.token = stores.tokens().add(node, List.of(), SECRET);
    }

    AgentStores stores() {
        return stores;
    }

    /** As the services know it whose process has that name. */
    JoinedAgent agent(String process) {
        return new JoinedAgent(token, process, VERSION);
    }

    /** @param content where that of jobs is */
    void serve(Path content) {
        blobs = content;
        server = serving(0);
        port = server.port();
    }

    void stop() {
        server.stop();
    }

    /** After a stop, at the same port. */
    void serveAgain() {
        server = serving(port);
    }

    /** After a stop, at the same port: a server of something else. */
    void serveSomethingElse() {
        server = started(port, List.of());
    }

    ControlPlane plane(String secret, String process) {
        return new GatewayControlPlane(connection(secret, process), ControlPlaneTest.SILENCE);
    }

    GatewayConnection connection(String secret, String process) {
        GatewayAddress address = GatewayAddress.of("http://localhost:" + port);
        GatewayAccess access = new GatewayAccess(address, secret, Optional.empty(), Optional.empty());
        GatewayConnection connection = GatewayConnection.to(access, process, VERSION);
        opened.add(connection);
        return connection;
    }

    private GrpcServer serving(int at) {
        AgentsRpc agents = new AgentsRpc(stores, FolderBlobStore.open(blobs), notifications, ClaimListener.none());
        GrpcServer started = started(at, List.of(agents.guarded()));
        opened.add(agents::stopWaiting);
        return started;
    }

    private GrpcServer started(int at, List<BindableService> services) {
        GrpcServer started = new GrpcServer(
                new InetSocketAddress("localhost", at),
                InsecureServerCredentials.create(),
                ControlPlaneTest.SILENCE,
                services,
                access());
        started.start();
        opened.add(started::stop);
        return started;
    }

    private RpcAccess access() {
        ApiKeyStore keys = new ApiKeyStore(jdbi);
        KnownKeys known = KnownKeys.over(
                keys,
                new PageSessionStore(jdbi),
                new IdentitySessionStore(jdbi),
                new AdminKey(keys),
                notifications,
                Clock.systemUTC(),
                plenty());
        IdentityTokens identities = IdentityTokens.of(new Providers(List.of()), Clock.systemUTC());
        ProjectChoice projects = new ProjectChoice(KnownProjects.over(new ProjectStore(jdbi), notifications));
        AuditTrail trail = new AuditTrail(new AuditStore(jdbi), plenty());
        return new RpcAccess(new Guard(known, identities, true, plenty()), projects, trail, new ClientAddress(false));
    }

    private static <K> Buckets<K> plenty() {
        return new Buckets<>(1000, Duration.ofSeconds(1), System::nanoTime);
    }

    @Override
    public void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.removeLast().close();
        }
    }
}
