package dev.narrowgauge.api.connection;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Gives each connection of HTTP its deadline when it is accepted: the framework has no place for that, Netty has (ADR 27). */
public final class ConnectionDeadlines extends ChannelInitializerExtension {
    private static volatile Rule rule = new Rule(Duration.ZERO, 0);

    /** For the service loader. */
    public ConnectionDeadlines() {}

    /**
     * @param limit none where it is zero
     * @param exemptPort that of another server, which closes connections by itself
     */
    private record Rule(Duration limit, int exemptPort) {
        private Rule {
            requireNonNull(limit, "limit is null");
        }

        private boolean holdsAt(int port) {
            return limit.isPositive() && port != exemptPort;
        }
    }

    /** Has Netty look for this class. To be called before the framework starts. */
    public static void install() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /**
     * For connections that are accepted from now on.
     *
     * @param exemptPort whose server closes connections by itself
     */
    public static void enforce(Duration limit, int exemptPort) {
        rule = new Rule(limit, exemptPort);
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        Rule current = rule;
        if (connection.localAddress() instanceof InetSocketAddress local && current.holdsAt(local.getPort())) {
            ConnectionDeadline.set(connection, current.limit());
        }
    }
}
