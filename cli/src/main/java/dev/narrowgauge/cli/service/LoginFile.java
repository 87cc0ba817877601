package dev.narrowgauge.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.cli.identity.TokenFile;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API keys of a user, which nobody else may read: a line for each service, of its address, a space and the key. */
record LoginFile(Path path) {
    private static final String XDG = "XDG_CONFIG_HOME";

    static LoginFile ofThisUser() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** By the XDG base directory specification, which has relative paths ignored. */
    static LoginFile of(Map<String, String> environment, Path home) {
        Path configured = Path.of(environment.getOrDefault(XDG, ""));
        Path settings = configured.isAbsolute() ? configured : home.resolve(".config");
        return new LoginFile(settings.resolve("narrowgauge/keys"));
    }

    Optional<KeyText> find(URI service) {
        String begin = service + " ";
        return lines().stream()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .map(line -> line.substring(begin.length()).strip())
                .map(text -> KeyText.read(text)
                        .orElseThrow(() -> new NarrowgaugeException(
                                ErrorCode.REQUEST_INVALID,
                                "What %s has for %s is no API key: log in again with 'narrowgauge login'."
                                        .formatted(path, service))));
    }

    /** Instead of the one that there may be for the service. */
    void keep(URI service, KeyText key) {
        String begin = service + " ";
        String text = Stream.concat(
                        lines().stream().filter(line -> !line.startsWith(begin)), Stream.of(begin + key.text()))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        KeyFile.write(path, text);
    }

    /** Whether there was one for the service, which is not kept any more. */
    boolean forget(URI service) {
        List<String> lines = lines();
        List<String> others =
                lines.stream().filter(line -> !line.startsWith(service + " ")).toList();
        if (others.size() == lines.size()) {
            return false;
        }
        KeyFile.write(path, others.stream().map(line -> line + "\n").collect(Collectors.joining()));
        return true;
    }

    /** Where the sign-ins of the same user are kept. */
    TokenFile tokens() {
        return new TokenFile(path.resolveSibling("tokens"));
    }

    private List<String> lines() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            return Files.readAllLines(path, UTF_8);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The file %s, which has your API keys, cannot be read (%s): check who owns it."
                            .formatted(path, e.getMessage()),
                    e);
        }
    }
}
