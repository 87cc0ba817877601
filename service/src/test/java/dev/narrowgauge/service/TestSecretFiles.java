package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSecretFiles {
    private static final String KEY = "quarkus.datasource.password";
    private static final String VARIABLE = "QUARKUS_DATASOURCE_PASSWORD_FILE";

    @TempDir
    private Path folder;

    @Test
    void valueIsTheContentOfTheFileThatAVariableNames() throws IOException {
        SmallRyeConfig config = config(Map.of(VARIABLE, file("se cret\n")), Map.of());
        assertThat(config.getRawValue(KEY)).isEqualTo("se cret");
        assertThat(config.getRawValue("quarkus.datasource.username")).isNull();
    }

    @Test
    void valueThatIsGivenItselfComesFirst() throws IOException {
        SmallRyeConfig config = config(Map.of(VARIABLE, file("from the file")), Map.of(KEY, "given"));
        assertThat(config.getRawValue(KEY)).isEqualTo("given");
    }

    @Test
    void variablesOfOthersAreLeftAlone() throws IOException {
        assertThat(new SecretFiles(Map.of("SSL_CERT_FILE", file("certificate"))).getValue("ssl.cert"))
                .isNull();
    }

    @Test
    void fileThatIsNotThereIsNamedWithItsVariable() {
        SecretFiles files = new SecretFiles(Map.of(VARIABLE, "/no/such/file"));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> files.getValue(KEY))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .withMessageContainingAll(VARIABLE, "/no/such/file");
    }

    @Test
    void servicesFindIt() {
        assertThat(ServiceLoader.load(ConfigSource.class)).hasAtLeastOneElementOfType(SecretFiles.class);
    }

    private static SmallRyeConfig config(Map<String, String> environment, Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withSources(new SecretFiles(environment), new PropertiesConfigSource(given, "test", 300))
                .build();
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("secret"), content).toString();
    }
}
