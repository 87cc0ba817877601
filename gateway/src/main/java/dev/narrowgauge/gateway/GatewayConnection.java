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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
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

    /** What HTTP's 404, 401 and 403 become, among others: also of a proxy whose API is being replaced. */
    private static final Set<Status.Code> NO_GATEWAY =
            Set.of(Status.Code.UNIMPLEMENTED, Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);

    /** The library waits up to two minutes before it tries to connect again, which may be longer than a lease. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final GatewayAddress address;
    private final ManagedChannel channel;
    private final AgentsBlockingStub calls;
    private final AtomicLong triedAt = new AtomicLong(System.nanoTime());

    /** Whether a gateway is there: until it has answered once the address may be that of something else. */
    private volatile boolean answered;

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

    /**
     * Fails as the other side says where that is about what it was asked, and otherwise with {@link ErrorCode#SERVICE_UNREACHABLE}:
     * also where a proxy answers in its place. Before its first answer something that is no gateway is
     * {@link ErrorCode#REQUEST_INVALID}.
     */
    <T> T call(Duration limit, Function<AgentsBlockingStub, T> call) {
        try {
            T answer = call.apply(calls.withDeadlineAfter(limit.toMillis(), MILLISECONDS));
            answered = true;
            return answer;
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** What the failure of a call means; for streams, which fail when they are read. */
    NarrowgaugeException failure(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        String code = trailers == null ? null : trailers.get(GatewayAccess.ERROR_CODE);
        if (code != null) {
            answered = true;
            return new NarrowgaugeException(
                    told(ErrorCode.ofName(code)),
                    "The gateway %s answers: %s".formatted(address, description(failure)),
                    failure);
        }
        if (!answered && NO_GATEWAY.contains(failure.getStatus().getCode())) {
            return new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "At %s answers something that is no gateway of this version (%s): the address must be that of the API's gRPC."
                            .formatted(address, description(failure)),
                    failure);
        }
        connectSoon();
        return new NarrowgaugeException(
                ErrorCode.SERVICE_UNREACHABLE,
                "The gateway %s does not answer (%s): start the API, or check the address and the network."
                        .formatted(address, description(failure)),
                failure);
    }

    /**
     * What is wrong with the API, its store or its machine, and what only a newer API knows to be wrong, is no failure of the job
     * and no fault of this machine; another replica, or the same one later, may do better.
     */
    private static ErrorCode told(ErrorCode code) {
        return switch (code.kind()) {
            case USER -> code;
            case RESOURCE, INTERNAL -> ErrorCode.SERVICE_UNREACHABLE;
            case INFRASTRUCTURE -> code == ErrorCode.DOCUMENT_TOO_NEW ? code : ErrorCode.SERVICE_UNREACHABLE;
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
