package dev.narrowgauge.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.identity.IdentityProvider;
import dev.narrowgauge.cli.identity.SignedIn;
import dev.narrowgauge.cli.output.Terminal;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Keeps an API key for a service, in a file that nobody else may read, or signs in with an identity provider.",
            "The key is asked for, or read from standard input; where NARROWGAUGE_API_KEY is set, that key is used instead."
        })
public final class LoginCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the key from this file.")
    private Path keyFile;

    @Option(
            names = "--oidc",
            description = "Sign in with an identity provider that the service trusts, in a browser on any machine.")
    private boolean oidc;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "With which identity provider, where the service trusts several.")
    private String provider;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        URI address = service.address();
        if (oidc || provider != null) {
            return signIn(address);
        }
        KeyText key = keyFile == null ? typed(address) : ofFile();
        JsonNode session = session(address, key);
        LoginFile logins = LoginFile.ofThisUser();
        logins.keep(address, key);
        logins.tokens().forget(address);
        return loggedIn(address, session, Answer.text(session, "key"));
    }

    private Integer signIn(URI address) {
        if (keyFile != null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--key-file is for a key, and --oidc needs none: leave one of them out.");
        }
        JsonNode chosen = chosen(address);
        try (IdentityProvider known = new IdentityProvider(
                chosen.path("issuer").asText(), chosen.path("cliClientId").asText())) {
            List<String> scopes =
                    chosen.path("scopes").valueStream().map(JsonNode::asText).toList();
            IdentityProvider.Offer offer = known.begin(scopes);
            ask(offer);
            SignedIn signedIn = known.await(offer);
            JsonNode session = session(address, signedIn);
            LoginFile logins = LoginFile.ofThisUser();
            logins.tokens().keep(address, signedIn);
            logins.forget(address);
            return loggedIn(address, session, Answer.text(session.path("identity"), "name"));
        }
    }

    /** The provider that is named, or the only one. */
    private JsonNode chosen(URI address) {
        List<JsonNode> offered = offered(address);
        List<JsonNode> fitting = offered.stream()
                .filter(known -> provider == null || provider.equals(Answer.text(known, "name")))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        String names = offered.stream().map(known -> Answer.text(known, "name")).collect(Collectors.joining(", "));
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                names.isEmpty()
                        ? "The service at %s has no identity provider with which people sign in at a command line; log in with an API key."
                                .formatted(address)
                        : "Name with --provider the identity provider to sign in with; the service at %s has %s."
                                .formatted(address, names));
    }

    private List<JsonNode> offered(URI address) {
        try (RemoteClient client = new RemoteClient(address, Optional::empty, service.authorities())) {
            return client.get("/v1/sign-in")
                    .path("items")
                    .valueStream()
                    .filter(known -> known.hasNonNull("cliClientId"))
                    .toList();
        }
    }

    /** Beside the result, which a program may read. */
    private void ask(IdentityProvider.Offer offer) {
        PrintWriter out = spec.commandLine().getErr();
        out.println("Open %s and enter the code %s.".formatted(offer.page(), offer.code()));
        offer.complete().ifPresent(address -> out.println("Or open %s".formatted(address)));
        out.flush();
    }

    private JsonNode session(URI address, Bearer bearer) {
        try (RemoteClient client = new RemoteClient(address, () -> Optional.of(bearer), service.authorities())) {
            return client.get("/v1/session");
        }
    }

    private int loggedIn(URI address, JsonNode session, String name) {
        return new Answer(spec, service).line(session, "logged in", "to %s as %s".formatted(address, name));
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
