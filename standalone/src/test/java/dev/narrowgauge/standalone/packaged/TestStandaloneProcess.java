package dev.narrowgauge.standalone.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.servers.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStandaloneProcess {
    @TempDir
    private Path directory;

    @Test
    void testPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PackagedApp app = PackagedApp.start(directory, taken.getLocalPort())) {
            assertThat(app.awaitEnd()).singleElement().asString().startsWith("error PORT_IN_USE: ");
            assertThat(app.exitStatus()).isEqualTo(70);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void testDirectoryInUseAndCleanStop() throws Exception {
        try (PackagedApp first = PackagedApp.start(directory, LoopbackPort.free())) {
            first.awaitReady();
            try (PackagedApp second = PackagedApp.start(directory, LoopbackPort.free())) {
                assertThat(second.awaitEnd())
                        .singleElement()
                        .asString()
                        .startsWith("error DATA_DIRECTORY_IN_USE: ")
                        .contains("process " + first.pid());
                assertThat(second.exitStatus()).isEqualTo(70);
            }

            first.terminate();
            assertThat(first.awaitEnd()).isEmpty();
            assertThat(lastLine(directory.resolve("postgres/postgres.log"))).contains("database system is shut down");
            assertThat(directory.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        }
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readAllLines(log).getLast();
    }
}
