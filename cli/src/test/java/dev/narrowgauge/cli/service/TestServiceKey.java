package dev.narrowgauge.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.LocalServices;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServiceKey {
    private static final URI HERE = URI.create("http://127.0.0.1:8080/");
    private static final URI ELSEWHERE = URI.create("https://quantize.example/");
    private static final KeyText OF_ENVIRONMENT = KeyText.random();
    private static final KeyText OF_LOGIN = KeyText.random();
    private static final KeyText OF_SERVICE = KeyText.random();

    @TempDir
    private Path directory;

    private LoginFile logins;
    private LocalServices started;
    private final List<LocalServices.Remembered> running = new ArrayList<>();

    @BeforeEach
    void findFiles() {
        logins = LoginFile.of(Map.of("XDG_CONFIG_HOME", directory.toString()), Path.of("/nowhere"));
        started = LocalServices.in(directory.resolve("state"));
    }

    @AfterEach
    void stop() {
        running.forEach(LocalServices.Remembered::close);
    }

    @Test
    void environmentComesBeforeTheLoginAndThatBeforeWhatWasStartedHere() {
        assertThat(found(HERE, Map.of())).isEmpty();
        startAt(8080);
        assertThat(found(HERE, Map.of())).contains(OF_SERVICE);
        logins.keep(HERE, OF_LOGIN);
        assertThat(found(HERE, Map.of())).contains(OF_LOGIN);
        assertThat(found(HERE, Map.of(ServiceKey.VARIABLE, " " + OF_ENVIRONMENT.text() + "\n")))
                .contains(OF_ENVIRONMENT);
    }

    /** Whoever answers at an address that somebody has typed is not to get the admin key of this machine. */
    @Test
    void keyOfAServiceHereStaysOnThisMachine() {
        startAt(9000);
        assertThat(found(URI.create("http://localhost:9000/"), Map.of())).contains(OF_SERVICE);
        assertThat(found(URI.create("http://[::1]:9000/"), Map.of())).contains(OF_SERVICE);
        for (String other :
                List.of("http://127.0.0.1:9001/", "http://localhost.example:9000/", "https://quantize.example/")) {
            assertThat(found(URI.create(other), Map.of())).as(other).isEmpty();
        }
    }

    private void startAt(int port) {
        Path data = directory.resolve("data");
        KeyFile.write(data.resolve(KeyFile.OF_ADMIN), OF_SERVICE);
        running.add(started.remember(port, data));
    }

    @Test
    void loginIsOfOneService() {
        logins.keep(HERE, OF_SERVICE);
        logins.keep(ELSEWHERE, OF_LOGIN);
        logins.keep(HERE, OF_ENVIRONMENT);
        assertThat(logins.find(HERE)).contains(OF_ENVIRONMENT);
        assertThat(logins.find(ELSEWHERE)).contains(OF_LOGIN);
        assertThat(logins.find(URI.create("https://quantize.example/ng/"))).isEmpty();
    }

    @Test
    void whatIsNoKeyIsNamed() throws IOException {
        assertRefused(() -> found(HERE, Map.of(ServiceKey.VARIABLE, "ng_nothing")), ServiceKey.VARIABLE);
        Files.createDirectories(logins.path().getParent());
        Files.writeString(logins.path(), HERE + " ng_nothing\n");
        assertRefused(() -> found(HERE, Map.of()), "narrowgauge login");
    }

    @Test
    void loginsAreWhereTheUserKeepsSettings() {
        assertThat(LoginFile.of(Map.of(), Path.of("/home/a")).path()).hasToString("/home/a/.config/narrowgauge/keys");
        assertThat(LoginFile.of(Map.of("XDG_CONFIG_HOME", "relative"), Path.of("/home/a"))
                        .path())
                .hasToString("/home/a/.config/narrowgauge/keys");
    }

    private Optional<KeyText> found(URI service, Map<String, String> environment) {
        return ServiceKey.of(service, environment, logins, started);
    }

    private static void assertRefused(Runnable look, String told) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(look::run)
                .withMessageContaining(told)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
    }
}
