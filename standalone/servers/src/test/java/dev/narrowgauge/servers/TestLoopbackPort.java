package dev.narrowgauge.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class TestLoopbackPort {
    @Test
    void isFreeAndNotOneThatAConnectionMayGet() throws Exception {
        int port = LoopbackPort.free();
        assertThatNoException().isThrownBy(() -> LoopbackPort.requireFree(port));
        try (ServerSocket ofTheSystem = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(port).isLessThan(32_768).isLessThan(ofTheSystem.getLocalPort());
        }
    }
}
