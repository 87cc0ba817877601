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
    private static final int OWN_PORT = 8082;

    private NetworkNamespace namespace;
    private ServerSocket server;
    private ServerSocket other;

    @BeforeEach
    void open() throws IOException {
        Optional<String> reason = NetworkNamespace.whyNot();
        assumeTrue(reason.isEmpty(), () -> "there are no networks to try: " + reason.orElseThrow());
        namespace = NetworkNamespace.of("ngtest", NUMBER);
        namespace.open();
        server = listening();
        other = listening();
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
        if (other != null) {
            other.close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    private static ServerSocket listening() throws IOException {
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getByName(NetworkNamespace.GATEWAY));
        Thread.ofPlatform().daemon().start(() -> serve(socket));
        return socket;
    }

    /** Greets everybody until it is closed. */
    private static void serve(ServerSocket server) {
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
        assertThat(greeting(NetworkNamespace.GATEWAY, server)).isEmpty();
        assertThat(greeting(NetworkNamespace.GATEWAY, other)).isEmpty();
        assertThat(greeting("127.0.0.1", server)).isPresent();
    }

    @Test
    void onePortOfTheGatewayIsReachedWhereThatIsAsked() {
        Link link = new Link(namespace, server.getLocalPort());
        List<Integer> ports = List.of(server.getLocalPort(), other.getLocalPort());
        assertThat(link.faults("agent-1", ports))
                .containsExactly("agent-1 reaches %s:%d".formatted(NetworkNamespace.GATEWAY, other.getLocalPort()));
        namespace.restrict(server.getLocalPort(), OWN_PORT);
        assertThat(link.faults("agent-1", ports)).isEmpty();
        assertThat(greeting(NetworkNamespace.GATEWAY, server)).isEmpty();
        assertThat(greeting(NetworkNamespace.GATEWAY, other)).isPresent();
    }

    @Test
    void leftoversOfAKilledProcessAreReplaced() {
        NetworkNamespace again = NetworkNamespace.of("ngtest", NUMBER);
        again.open();
        assertThat(greeting(NetworkNamespace.GATEWAY, server)).isEmpty();
    }

    @Test
    void linkIsCutAndMended() {
        namespace.cut();
        assertThat(greeting(NetworkNamespace.GATEWAY, server)).isPresent();
        namespace.mend();
        assertThat(Waiting.until(
                        Duration.ofMinutes(1),
                        () -> greeting(NetworkNamespace.GATEWAY, server).isEmpty()))
                .isTrue();
    }

    @Test
    void slowLinkStillWorks() {
        Optional<SlowLink> slow = SlowLink.ofThisMachine();
        assumeTrue(slow.isPresent(), "this kernel slows no links");
        namespace.slow(slow.orElseThrow());
        assertThat(greeting(NetworkNamespace.GATEWAY, server)).isEmpty();
        namespace.mend();
        assertThat(greeting(NetworkNamespace.GATEWAY, server)).isEmpty();
    }

    /** Why there was none; empty where there was. */
    private Optional<String> greeting(String address, ServerSocket server) {
        String look = "exec 3<>/dev/tcp/%s/%d && read -r line <&3 && test \"$line\" = hello"
                .formatted(address, server.getLocalPort());
        return Tool.problem(namespace.command(List.of("timeout", "2", "bash", "-c", look)));
    }
}
