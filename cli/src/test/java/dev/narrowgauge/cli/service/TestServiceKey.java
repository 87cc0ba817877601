package dev.narrowgauge.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServiceKey {
    private static final URI HERE = URI.create("http://127.0.0.1:8080/");
    private static final URI ELSEWHERE = URI.create("https://quantize.example/");
    private static final KeyText OF_ENVIRONMENT = KeyText.random();
    private static final KeyText OF_LOGIN = KeyText.random();
    private static final KeyText OF_FOLDER = KeyText.random();

    @TempDir
    private Path directory;

    private LoginFile logins;

    @BeforeEach
    void findFile() {
        logins = LoginFile.of(Map.of("XDG_CONFIG_HOME", directory.toString()), Path.of("/nowhere"));
    }

    @Test
    void environmentComesBeforeTheLoginAndThatBeforeTheFolder() {
        assertThat(found(HERE, Map.of())).isEmpty();
        KeyFile.write(directory.resolve(".narrowgauge").resolve(KeyFile.OF_ADMIN), OF_FOLDER);
        assertThat(found(HERE, Map.of())).contains(OF_FOLDER);
        logins.keep(HERE, OF_LOGIN);
        assertThat(found(HERE, Map.of())).contains(OF_LOGIN);
        assertThat(found(HERE, Map.of(ServiceKey.VARIABLE, " " + OF_ENVIRONMENT.text() + "\n")))
                .contains(OF_ENVIRONMENT);
    }

    /** Whoever answers at an address that somebody has typed is not to get the admin key of this machine. */
    @Test
    void keyOfTheFolderStaysOnThisMachine() {
        KeyFile.write(directory.resolve(".narrowgauge").resolve(KeyFile.OF_ADMIN), OF_FOLDER);
        assertThat(found(URI.create("http://localhost:9000/"), Map.of())).contains(OF_FOLDER);
        assertThat(found(URI.create("http://[::1]:9000/"), Map.of())).contains(OF_FOLDER);
        assertThat(found(ELSEWHERE, Map.of())).isEmpty();
        assertThat(found(URI.create("http://localhost.example:8080/"), Map.of()))
                .isEmpty();
    }

    @Test
    void loginIsOfOneService() {
        logins.keep(HERE, OF_FOLDER);
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
        return ServiceKey.of(service, environment, logins, directory);
    }

    private static void assertRefused(Runnable look, String told) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(look::run)
                .withMessageContaining(told)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.REQUEST_INVALID);
    }
}
