package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program of this machine that is not ours. */
final class OtherProgram {
    private OtherProgram() {}

    /** Skips the test where it is not installed. */
    static void assumeInstalled(String program) {
        assumeThat(Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))))
                .as("%s is installed", program)
                .isTrue();
    }

    /** The path of a script among the resources of these tests. */
    static String script(String name) throws URISyntaxException {
        return Path.of(OtherProgram.class.getResource("/proof/" + name).toURI()).toString();
    }

    /** What it prints, once it has ended with that status. */
    static String said(int status, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(output).isEqualTo(status);
        return output;
    }
}
