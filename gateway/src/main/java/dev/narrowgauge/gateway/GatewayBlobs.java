package dev.narrowgauge.gateway;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.blob.RemoteContent;
import dev.narrowgauge.blob.RemoteSource;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.ContentPart;
import dev.narrowgauge.proto.v1.ContentRequest;
import dev.narrowgauge.proto.v1.LookResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** Content as the gateway gives it to an agent, which stores none. */
public final class GatewayBlobs implements RemoteSource {
    /** Of one stream; what has not come by then comes by the next. */
    private static final Duration STREAM = Duration.ofMinutes(10);

    /** How long a link may be down before that is no longer a matter of the transfer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final GatewayConnection gateway;

    /** @param gateway not closed with this */
    public GatewayBlobs(GatewayConnection gateway) {
        this.gateway = requireNonNull(gateway, "gateway is null");
    }

    @Override
    public RemoteContent open(String sha256, long offset, FetchWatch watch) {
        ContentRequest request =
                ContentRequest.newBuilder().setSha256(sha256).setOffset(offset).build();
        long begun = System.nanoTime();
        while (true) {
            try {
                return open(request);
            } catch (NarrowgaugeException e) {
                boolean patient = System.nanoTime() - begun < PATIENCE.toNanos();
                if (e.code() != ErrorCode.SERVICE_UNREACHABLE || !patient) {
                    throw e;
                }
            }
            watch.require(offset, 0);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private RemoteContent open(ContentRequest request) {
        Context.CancellableContext stream = Context.ROOT.withCancellation();
        Context before = stream.attach();
        try {
            Iterator<ContentPart> parts = gateway.call(STREAM, calls -> calls.fetch(request));
            long size = parts.next().getSizeBytes();
            ContentStream content = new ContentStream(parts, stream, gateway::failure);
            return new RemoteContent(content, Math.max(0, size - request.getOffset()));
        } catch (StatusRuntimeException e) {
            stream.cancel(null);
            throw gateway.failure(e);
        } catch (RuntimeException e) {
            stream.cancel(null);
            throw e;
        } finally {
            stream.detach(before);
        }
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        ContentRequest request = ContentRequest.newBuilder().setSha256(sha256).build();
        LookResponse found = gateway.call(GatewayControlPlane.CALL, calls -> calls.look(request));
        return found.hasSizeBytes() ? OptionalLong.of(found.getSizeBytes()) : OptionalLong.empty();
    }

    /** The API has looked at its store. */
    @Override
    public void requireContent() {}

    /** A link that is down is no fault of this machine. */
    @Override
    public void requireUsable() {}

    /** The connection is the control plane's. */
    @Override
    public void close() {}
}
