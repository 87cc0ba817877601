package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that a person starts, in a checkout of its own that has nothing else. */
class TestLauncher {
    private static final int THIS_MACHINE = 6;

    @TempDir
    private Path checkout;

    private record Ended(int status, String printed) {}

    @Test
    void machineWithoutItsJdkIsToldSo() throws Exception {
        Ended ended = launch(script().replace("wanted_java=25", "wanted_java=999"));
        assertThat(ended.printed())
                .startsWith("error ENGINE_UNAVAILABLE: Narrowgauge needs a JDK 999 or newer")
                .contains("JAVA_HOME");
        assertThat(ended.status()).isEqualTo(THIS_MACHINE);
    }

    /** Whatever is in the place of the folder, for a test may run as somebody who may write anywhere. */
    @Test
    void checkoutThatCannotBeWrittenIsToldSo() throws Exception {
        Path place = Files.createFile(checkout.resolve("target"));
        Ended ended = launch(script());
        assertThat(ended.printed()).startsWith("error STORAGE_UNAVAILABLE: ").contains(place.toString());
        assertThat(ended.status()).isEqualTo(THIS_MACHINE);
    }

    private static String script() throws IOException {
        return Files.readString(Installation.ROOT.resolve("narrowgauge"));
    }

    private Ended launch(String script) throws Exception {
        Path launcher = Files.writeString(checkout.resolve("narrowgauge"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString(), "quantize").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), printed);
    }
}
