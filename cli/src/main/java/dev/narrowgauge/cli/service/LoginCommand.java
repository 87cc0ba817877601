package dev.narrowgauge.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Terminal;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code narrowgauge login}. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps an API key for a service, in a file that nobody else may read.",
            "The key is asked for, or read from standard input; where NARROWGAUGE_API_KEY is set, that key is used instead."
        })
public final class LoginCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the key from this file.")
    private Path keyFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        URI address = service.address();
        KeyText key = keyFile == null ? typed(address) : ofFile();
        try (RemoteClient client = new RemoteClient(address, () -> Optional.of(key), service.authorities())) {
            JsonNode session = client.get("/v1/session");
            LoginFile.ofThisUser().keep(address, key);
            return new Answer(spec, service)
                    .line(session, "logged in", "to %s as %s".formatted(address, Answer.text(session, "key")));
        }
    }

    private KeyText ofFile() {
        return KeyFile.find(keyFile)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.FILE_NOT_FOUND, "There is no file %s to read a key from.".formatted(keyFile)));
    }

    /** Not shown where a person types it. */
    private static KeyText typed(URI address) throws IOException {
        String text;
        if (Terminal.isPresent()) {
            char[] characters = System.console().readPassword("API key of %s: ", address);
            text = characters == null ? "" : new String(characters);
        } else {
            text = Optional.ofNullable(new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine())
                    .orElse("");
        }
        return KeyText.read(text.strip())
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.REQUEST_INVALID,
                                "That is no API key, or one with a typing error; a key begins with 'ng_' and has 75 characters."));
    }
}
