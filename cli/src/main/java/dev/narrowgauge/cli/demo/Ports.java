package dev.narrowgauge.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Which port the demo takes. */
final class Ports {
    private static final int USUAL = 8080;

    private Ports() {}

    /** The wanted one, taken or not, for the service to complain about; else the usual one when free, else any. */
    static int chosen(Optional<Integer> wanted) {
        return wanted.orElseGet(() -> isFree(USUAL) ? USUAL : anyFree());
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
