package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.proof.ModelSigningKey;
import dev.narrowgauge.domain.proof.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge admin}. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What whoever owns an installation does on its own machine, without being asked for a key.")
public final class AdminCommand extends CommandGroup {
    @Command(
            name = "reset-key",
            mixinStandardHelpOptions = true,
            description = {
                "Replaces the admin key of 'narrowgauge up', as where it was lost.",
                "A service that runs takes the new key when that is used first, others at their next start; the key before"
                        + " it is good for nothing then."
            })
    int resetKey(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--data-dir",
                            paramLabel = "DIR",
                            defaultValue = ".narrowgauge",
                            description = "Data folder of the service; .narrowgauge by default.")
                    Path data) {
        if (!Files.isDirectory(data)) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "There is no data folder %s; name that of 'narrowgauge up' with --data-dir.".formatted(data));
        }
        KeyText key = KeyText.random();
        KeyFile.write(data.resolve(KeyFile.OF_ADMIN), key);
        return told(service, key, isTaken(service, key) ? "in force" : "in force at the next start of the service");
    }

    @Command(
            name = "make-key",
            mixinStandardHelpOptions = true,
            description = {
                "Writes a new admin key to a file that nobody else may read.",
                "'narrowgauge migrate' makes it known where NARROWGAUGE_ADMIN_KEY_FILE names the file."
            })
    int makeKey(@Parameters(paramLabel = "FILE", description = "It must not be there yet.") Path file) {
        requireAbsent(file);
        KeyFile.write(file, KeyText.random());
        Screen.of(spec()).whole("admin key", file.toString());
        return ExitCode.OK.status();
    }

    @Command(
            name = "make-signing-key",
            mixinStandardHelpOptions = true,
            description = {
                "Writes a new key that signs verdicts to a file that nobody else may read.",
                "An API signs by it where NARROWGAUGE_SIGNING_KEY_FILE names the file."
            })
    int makeSigningKey(
            @Parameters(paramLabel = "FILE", description = "It must not be there yet.") Path file,
            @Option(
                            names = "--models",
                            description =
                                    "A key that signs files of variants, for NARROWGAUGE_SIGNING_MODEL_KEY_FILE, instead.")
                    boolean models) {
        requireAbsent(file);
        if (models) {
            Screen.of(spec()).whole("signing key", "%s (%s)".formatted(file, ModelSigningKey.keptIn(file)));
        } else {
            Screen.of(spec()).whole("signing key", "%s (%s)".formatted(file, SigningKey.keptIn(file)));
        }
        return ExitCode.OK.status();
    }

    private static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    "The file %s is there already, and may have a key that is in use: name another, or delete it."
                            .formatted(file));
        }
    }

    private int told(ServiceOptions service, KeyText key, String state) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("key", key.text());
        document.put("state", state);
        return new Answer(spec(), service).line(document, "admin key", "%s (%s)".formatted(key.text(), state));
    }

    /** By using it, at once and not when somebody else does. */
    private static boolean isTaken(ServiceOptions service, KeyText key) {
        try (RemoteClient client = new RemoteClient(service.address(), () -> Optional.of(key), service.authorities())) {
            JsonNode session = client.get("/v1/session");
            return session.hasNonNull("key");
        } catch (NarrowgaugeException e) {
            if (e.code() == ErrorCode.SERVICE_UNREACHABLE || e.code() == ErrorCode.KEY_REFUSED) {
                return false;
            }
            throw e;
        }
    }
}
