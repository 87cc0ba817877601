package dev.narrowgauge.servers;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class LoopbackPort {
    /** Below lie the ports that servers are usually found at. */
    private static final int FIRST = 20_000;

    private static final int LARGEST = 65_535;
    private static final int ATTEMPTS = 100;
    private static final Path SYSTEM_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int USUAL_FIRST_OF_THE_SYSTEM = 32_768;

    private LoopbackPort() {}

    /**
     * A port nobody listens on now. Another process may take it first: the caller tries again with another one. It lies
     * outside the range from which the system serves itself, because in there any connection that is opened before the
     * caller listens may get it.
     */
    public static int free() {
        int end = Math.min(firstOfTheSystem(), LARGEST + 1);
        for (int attempt = 0; attempt < ATTEMPTS && end > FIRST; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, end);
            if (opens(port)) {
                return port;
            }
        }
        return anyOfTheSystem();
    }

    private static boolean opens(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int anyOfTheSystem() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int firstOfTheSystem() {
        try {
            // By lines, which reads a buffer at once: of such a file the system answers the first read only.
            return Integer.parseInt(
                    Files.readAllLines(SYSTEM_RANGE).getFirst().strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException _) {
            return USUAL_FIRST_OF_THE_SYSTEM;
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
