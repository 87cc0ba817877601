package dev.narrowgauge.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLocalServices {
    @TempDir
    private Path directory;

    @Test
    void keyOfAServiceIsFoundByItsPortWhileItRuns() {
        LocalServices services = LocalServices.in(directory.resolve("states"));
        Path data = directory.resolve("data");
        assertThat(services.key(8080)).isEmpty();
        LocalServices.Remembered running = services.remember(8080, data);
        assertThat(services.key(8080)).as("it has no key yet").isEmpty();

        KeyText key = KeyText.random();
        KeyFile.write(data.resolve(KeyFile.OF_ADMIN), key);
        assertThat(services.key(8080)).contains(key);
        assertThat(services.key(8081)).isEmpty();

        running.close();
        assertThat(services.key(8080)).as("whatever listens there now").isEmpty();
        try (LocalServices.Remembered _ = services.remember(8080, data)) {
            assertThat(services.key(8080)).contains(key);
        }
    }
}
