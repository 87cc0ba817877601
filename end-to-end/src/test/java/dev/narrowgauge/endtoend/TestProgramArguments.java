package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed behind the name of a packaged program. None of these finds a server, nor looks for one. */
class TestProgramArguments {
    private static final int BAD_INPUT = 4;

    @TempDir
    private Path directory;

    @Test
    void argumentIsRefused() throws Exception {
        assertThat(refused("worker-app", "--slots=2")).contains("--slots=2", "docs/configuration.md");
        assertThat(refused("migrate", "backup-check", "--quick")).contains("--quick", "backup-check");
    }

    @Test
    void addressOfTheGatewayMayBeJoinedToItsOption() throws Exception {
        assertThat(refused("agent-app", "--gateway=http://localhost:1"))
                .contains("narrowgauge.agent.gateway.token is not");
    }

    /** What it printed. */
    private String refused(String module, String... arguments) throws Exception {
        List<String> command = Installation.program(module, arguments);
        ProcessBuilder program =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        program.environment().put("QUARKUS_HTTP_PORT", String.valueOf(Installation.freePort()));
        Process process = program.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(printed).contains("error REQUEST_INVALID: ");
        assertThat(process.waitFor()).as(printed).isEqualTo(BAD_INPUT);
        return printed;
    }
}
