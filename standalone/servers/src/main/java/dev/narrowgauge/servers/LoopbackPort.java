package dev.narrowgauge.servers;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
public final class LoopbackPort {
    private LoopbackPort() {}

    /** A port nobody listens on now. Another process may take it first: the caller tries again with another one. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws NarrowgaugeException PORT_IN_USE when something listens on the port or this user may not */
    public static void requireFree(int port) {
        requireFree(port, "choose another port");
    }

    /**
     * @param otherwise what to do where what listens there is to stay
     * @throws NarrowgaugeException PORT_IN_USE when something listens on the port or this user may not
     */
    public static void requireFree(int port, String otherwise) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.PORT_IN_USE,
                    "Port %d cannot be opened (%s): stop what listens there or %s."
                            .formatted(port, failure.getMessage(), otherwise),
                    failure);
        }
    }
}
