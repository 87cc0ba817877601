package dev.narrowgauge.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings whose values stand in files, as platforms hand out secrets: the value of {@code QUARKUS_DATASOURCE_PASSWORD} is in
 * the file that {@code QUARKUS_DATASOURCE_PASSWORD_FILE} names.
 */
public final class SecretFiles implements ConfigSource {
    private static final String NAMES_A_FILE = "_FILE";

    /** Variables that mean something else may end alike. */
    private static final List<String> BEGINNINGS = List.of("KAFKA_", "NARROWGAUGE_", "QUARKUS_");

    /** Just below environment variables, so that one which has the value itself is taken. */
    private static final int ORDINAL = 299;

    /** By the variables that name them. */
    private final Map<String, String> files;

    /** For the service loader. */
    public SecretFiles() {
        this(System.getenv());
    }

    SecretFiles(Map<String, String> environment) {
        this.files = environment.entrySet().stream()
                .filter(variable -> variable.getKey().endsWith(NAMES_A_FILE))
                .filter(variable -> BEGINNINGS.stream().anyMatch(variable.getKey()::startsWith))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** None: from the name of a variable no key can be told. */
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    /** @throws NarrowgaugeException REQUEST_INVALID where the file cannot be read */
    @Override
    public String getValue(String key) {
        if (files.isEmpty()) {
            return null;
        }
        String variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT) + NAMES_A_FILE;
        String file = files.get(variable);
        return file == null ? null : read(variable, file);
    }

    /** Without the line break that editors put at the end. */
    private static String read(String variable, String file) {
        try {
            return Files.readString(Path.of(file), UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s names the file '%s', which cannot be read (%s): it must be a text file that this user may read."
                            .formatted(variable, file, e.getClass().getSimpleName()),
                    e);
        }
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public String getName() {
        return "files that environment variables name";
    }
}
