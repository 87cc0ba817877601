package dev.narrowgauge.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestNetworkNamespace {
    private static final int NUMBER = 250;

    private NetworkNamespace namespace;
    private ServerSocket server;

    @BeforeEach
    void create() throws IOException {
        Optional<String> reason = NetworkNamespace.whyNot();
        assumeTrue(reason.isEmpty(), () -> "there are no networks to try: " + reason.orElseThrow());
        namespace = NetworkNamespace.create("ngtest", NUMBER);
        server = new ServerSocket(0, 10, InetAddress.getByName(namespace.gateway()));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        if (namespace != null) {
            server.close();
            namespace.close();
        }
    }

    /** Greets everybody until it is closed. */
    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("hello\n".getBytes(UTF_8));
            } catch (IOException _) {
                // Closed, or the client is gone.
            }
        }
    }

    @Test
    void gatewayIsReachedAndNothingElse() {
        assertThat(greeting(namespace.gateway())).isEmpty();
        assertThat(greeting("127.0.0.1")).isPresent();
    }

    @Test
    void linkIsCutAndMended() {
        namespace.cut();
        assertThat(greeting(namespace.gateway())).isPresent();
        namespace.mend();
        assertThat(Waiting.until(
                        Duration.ofMinutes(1),
                        () -> greeting(namespace.gateway()).isEmpty()))
                .isTrue();
    }

    @Test
    void slowLinkStillWorks() {
        assumeTrue(namespace.slow(Duration.ofMillis(50), 1000), "this kernel slows no links");
        assertThat(greeting(namespace.gateway())).isEmpty();
    }

    /** Why there was none; empty where there was. */
    private Optional<String> greeting(String address) {
        String look = "exec 3<>/dev/tcp/%s/%d && read -r line <&3 && test \"$line\" = hello"
                .formatted(address, server.getLocalPort());
        return Tool.problem(namespace.command(List.of("timeout", "2", "bash", "-c", look)));
    }
}
