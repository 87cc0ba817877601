package dev.narrowgauge.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that has brought no whole request for some time, whatever bytes it sends meanwhile. While a request is
 * under way it lets it be: how long that may take is others' to say.
 */
public final class ConnectionDeadline extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<ConnectionDeadline> KEY =
            AttributeKey.valueOf(ConnectionDeadline.class, "deadline");

    private final Duration limit;
    private ChannelHandlerContext connection;
    private ScheduledFuture<?> end;
    private int requests;

    private ConnectionDeadline(Duration limit) {
        this.limit = limit;
    }

    /** For a connection that is not served yet. */
    static void set(Channel connection, Duration limit) {
        ConnectionDeadline deadline = new ConnectionDeadline(limit);
        connection.attr(KEY).set(deadline);
        connection.pipeline().addFirst(deadline);
    }

    /** Empty where the connection has none. */
    public static Optional<ConnectionDeadline> of(HttpConnection connection) {
        // The only way that leads from a request to its connection.
        return connection instanceof ConnectionBase served
                ? Optional.ofNullable(served.channel().attr(KEY).get())
                : Optional.empty();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
        context.fireChannelActive();
    }

    private synchronized void begin(ChannelHandlerContext context) {
        connection = context;
        awaitRequest(context);
    }

    /** Its line and its headers have arrived. */
    public synchronized void requestBegins() {
        requests++;
        end.cancel(false);
    }

    /** It has been answered, or its client has gone. */
    public synchronized void requestEnds() {
        requests--;
        if (requests == 0 && connection.channel().isActive()) {
            awaitRequest(connection);
        }
    }

    private void awaitRequest(ChannelHandlerContext context) {
        end = context.executor().schedule(this::close, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void close() {
        if (requests == 0) {
            var _ = connection.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private synchronized void stop() {
        if (end != null) {
            end.cancel(false);
        }
    }
}
