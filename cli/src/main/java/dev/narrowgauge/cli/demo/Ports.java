package dev.narrowgauge.cli.demo;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Which port the demo takes. */
final class Ports {
    private static final int USUAL = 8080;
    private static final int LARGEST = 65_535;

    private Ports() {}

    /**
     * The wanted one, else the usual one when free, else any.
     *
     * @throws NarrowgaugeException PORT_IN_USE where somebody listens on the wanted one, so that nobody takes him for the demo's
     *     own service; REQUEST_INVALID where it is no port
     */
    static int chosen(Optional<Integer> wanted) {
        wanted.ifPresent(Ports::requireFree);
        return wanted.orElseGet(() -> isFree(USUAL) ? USUAL : anyFree());
    }

    private static void requireFree(int port) {
        if (port < 1 || port > LARGEST) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--port is %d; give a port from 1 to %d.".formatted(port, LARGEST));
        }
        if (!isFree(port)) {
            throw new NarrowgaugeException(
                    ErrorCode.PORT_IN_USE,
                    "Port %d is in use: stop what listens there or choose another port; without --port any free one is taken."
                            .formatted(port));
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
