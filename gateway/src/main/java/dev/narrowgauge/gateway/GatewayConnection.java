package dev.narrowgauge.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.AgentsGrpc;
import dev.narrowgauge.proto.v1.AgentsGrpc.AgentsBlockingStub;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The connection of one agent to the gateway, over which all its calls go. It is made again whenever it is lost; a call that
 * finds none fails with {@link ErrorCode#SERVICE_UNREACHABLE}, and so does one that has no answer in time.
 */
public final class GatewayConnection implements AutoCloseable {
    /** Firewalls forget a connection that is silent for minutes, and a lost one is to be noticed well within a lease. */
    private static final long PING_SECONDS = 15;

    private static final long PONG_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;

    /** The library waits up to two minutes before it tries to connect again, which may be longer than a lease. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final GatewayAddress address;
    private final ManagedChannel channel;
    private final AgentsBlockingStub calls;
    private final AtomicLong triedAt = new AtomicLong(System.nanoTime());

    private GatewayConnection(GatewayAddress address, ManagedChannel channel, Metadata headers) {
        this.address = address;
        this.channel = channel;
        this.calls = AgentsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /**
     * Connects when the first call is made.
     *
     * @param process name of the agent's process, unlike that of any other
     * @param version of the agent's program
     * @throws NarrowgaugeException REQUEST_INVALID where the certificates cannot be read
     */
    public static GatewayConnection to(GatewayAccess access, String process, String version) {
        Metadata headers = new Metadata();
        headers.put(GatewayAccess.AUTHORIZATION, GatewayAccess.BEARER + access.token());
        headers.put(GatewayAccess.AGENT, process);
        headers.put(GatewayAccess.VERSION, version);
        GatewayAddress address = access.address();
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(address.host(), address.port(), credentials(access))
                .keepAliveTime(PING_SECONDS, SECONDS)
                .keepAliveTimeout(PONG_SECONDS, SECONDS)
                .keepAliveWithoutCalls(true)
                .build();
        return new GatewayConnection(address, channel, headers);
    }

    private static ChannelCredentials credentials(GatewayAccess access) {
        if (!access.address().tls()) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        access.authorities().ifPresent(authorities -> trust(tls, authorities));
        access.identity().ifPresent(identity -> show(tls, identity));
        return tls.build();
    }

    private static void trust(TlsChannelCredentials.Builder tls, Path authorities) {
        try {
            tls.trustManager(authorities.toFile());
        } catch (IOException e) {
            throw unreadable("certificates of the gateway's authorities", authorities.toString(), e);
        }
    }

    private static void show(TlsChannelCredentials.Builder tls, GatewayAccess.Identity identity) {
        try {
            tls.keyManager(identity.certificate().toFile(), identity.key().toFile());
        } catch (IOException e) {
            throw unreadable(
                    "certificate of the agent and its key", identity.certificate() + " and " + identity.key(), e);
        }
    }

    private static NarrowgaugeException unreadable(String what, String files, IOException reason) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The %s cannot be read from %s (%s): give PEM files that this user may read."
                        .formatted(what, files, reason.getMessage()),
                reason);
    }

    /** Fails as the other side says, or with {@link ErrorCode#SERVICE_UNREACHABLE}. */
    <T> T call(Duration limit, Function<AgentsBlockingStub, T> call) {
        try {
            return call.apply(calls.withDeadlineAfter(limit.toMillis(), MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** What the failure of a call means; for streams, which fail when they are read. */
    NarrowgaugeException failure(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        String code = trailers == null ? null : trailers.get(GatewayAccess.ERROR_CODE);
        if (code != null) {
            return new NarrowgaugeException(
                    ErrorCode.ofName(code),
                    "The gateway %s answers: %s".formatted(address, description(failure)),
                    failure);
        }
        return switch (failure.getStatus().getCode()) {
            case UNIMPLEMENTED, UNAUTHENTICATED, PERMISSION_DENIED ->
                new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "At %s answers something that is no gateway of this version (%s): the address must be that of the API's gRPC."
                                .formatted(address, description(failure)),
                        failure);
            default -> {
                connectSoon();
                yield new NarrowgaugeException(
                        ErrorCode.SERVICE_UNREACHABLE,
                        "The gateway %s does not answer (%s): start the API, or check the address and the network."
                                .formatted(address, description(failure)),
                        failure);
            }
        };
    }

    private static String description(StatusRuntimeException failure) {
        String description = failure.getStatus().getDescription();
        return description == null ? failure.getStatus().getCode().name() : description;
    }

    private void connectSoon() {
        long now = System.nanoTime();
        long before = triedAt.get();
        if (now - before >= LONGEST_PAUSE.toNanos() && triedAt.compareAndSet(before, now)) {
            channel.resetConnectBackoff();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            var _ = channel.awaitTermination(CLOSE_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
