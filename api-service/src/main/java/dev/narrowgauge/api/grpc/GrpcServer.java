package dev.narrowgauge.api.grpc;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.error.GrpcErrors;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves gRPC on a port of its own: grpc-java on Netty, each call on a virtual thread. Beside the services given it says
 * whether it serves (grpc.health.v1) and what (grpc.reflection.v1).
 */
public final class GrpcServer {
    /** A client that vanished without a word is noticed by its silence. */
    private static final long PING_MINUTES = 1;

    /** Firewalls forget a silent connection, so that agents outside ping more often than that. */
    private static final long SHORTEST_PING_SECONDS = 5;

    /**
     * Then a client connects anew, so that a balancer of connections gives some to replicas that came since. Calls under way go on
     * over the old one.
     */
    private static final long OLDEST_MINUTES = 10;

    /** For calls under way when the service stops. */
    private static final long GRACE_SECONDS = 5;

    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("grpc-", 0).factory());
    private final HealthStatusManager health = new HealthStatusManager();
    private final InetSocketAddress address;
    private final Server server;

    /**
     * @param address port 0 takes any free one
     * @param credentials by which it proves its name, and asks for those of clients
     * @param idle how long a connection may have no call, or not even be one of gRPC, before it is closed
     * @param access looks at each call of the services, and lets through those that may be made
     */
    public GrpcServer(
            InetSocketAddress address,
            ServerCredentials credentials,
            Duration idle,
            List<BindableService> services,
            ServerInterceptor access) {
        this.address = requireNonNull(address, "address is null");
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address, credentials)
                .executor(calls)
                .intercept(new GrpcErrors())
                .maxConnectionAge(OLDEST_MINUTES, TimeUnit.MINUTES)
                .keepAliveTime(PING_MINUTES, TimeUnit.MINUTES)
                .keepAliveTimeout(PING_MINUTES, TimeUnit.MINUTES)
                .permitKeepAliveTime(SHORTEST_PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .handshakeTimeout(idle.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(idle.toMillis(), TimeUnit.MILLISECONDS)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        for (BindableService service : services) {
            // A message that cannot be read is then refused by our interceptor; the library logs it as its own failure.
            ServerServiceDefinition definition = ServerInterceptors.useInputStreamMessages(
                    ServerInterceptors.intercept(service.bindService(), access));
            builder.addService(definition);
            health.setStatus(definition.getServiceDescriptor().getName(), ServingStatus.SERVING);
        }
        this.server = builder.build();
    }

    /** @throws NarrowgaugeException PORT_IN_USE when something listens on the port or this user may not */
    public void start() {
        try {
            server.start();
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.PORT_IN_USE,
                    "gRPC cannot open port %d (%s): stop what listens there or choose another port."
                            .formatted(address.getPort(), reason(failure)),
                    failure);
        }
    }

    /** The one that it listens on, after the start. */
    public int port() {
        return server.getPort();
    }

    /** Takes no more calls; those under way go on. */
    public void takeNoMore() {
        // The library takes a second time for a mistake, and logs it as such.
        if (!server.isShutdown()) {
            health.enterTerminalState();
            server.shutdown();
        }
    }

    /** Takes no more calls, and ends those that do not end by themselves. */
    public void stop() {
        takeNoMore();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        calls.shutdown();
    }

    private static String reason(IOException failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
    }
}
