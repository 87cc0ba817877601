package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.error.WordConverter;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.Role;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge key}. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes and ends the API keys by which a service knows who calls.")
public final class KeyCommand extends CommandGroup {
    private static final String[] HEADER = {"key", "name", "scopes", "projects", "state", "expires", "used"};

    /** The roles by their words. */
    static final class Roles extends WordConverter<Role> {
        Roles() {
            super(List.of(Role.values()), Role::word);
        }
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Makes an API key. It is printed once and cannot be shown again; its id and its end are told on"
                        + " stderr.",
                "A program sends it as 'Authorization: Bearer KEY'; commands are given it with 'narrowgauge login', or"
                        + " as NARROWGAUGE_API_KEY."
            })
    int create(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NAME", description = "For people to know it by.") String name,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            description = "What it is good for: read, submit, approve, admin; several with commas.")
                    List<String> scopes,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            converter = Roles.class,
                            description =
                                    "The scopes of a viewer, submitter, approver or admin, each of which may do what"
                                            + " the one before may, and more.")
                    Role role,
            @Option(
                            names = "--for",
                            paramLabel = "PROJECT",
                            split = ",",
                            description =
                                    "Projects that it is good for, several with commas; by default the one that the"
                                            + " command is about.")
                    List<String> projects,
            @Option(names = "--expires-in", paramLabel = "DAYS", description = "Days it is good for; 90 by default.")
                    Integer days) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", name);
        request.put("scopes", scopes(scopes, role));
        if (projects != null) {
            request.put("projects", projects);
        }
        putGiven(request, "expiresInDays", days);
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/keys", request);
            return told(answer, service);
        }
    }

    private static List<String> scopes(List<String> given, Role role) {
        if ((given == null) == (role == null)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Say what the key is good for, with either --scope, such as --scope read,submit, or --role, such"
                            + " as --role submitter.");
        }
        return role == null
                ? given
                : role.permissions().stream().sorted().map(Permission::word).toList();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the API keys, without what only their holders know.")
    int list(@Mixin ServiceOptions service) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service).page(client.get("/v1/keys"), HEADER, KeyCommand::cells);
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a key that follows another: with the same name and scopes, while the other stays good for"
                            + " some hours. It is printed alone; its id and its end are told on stderr.")
    int rotate(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "KEY", description = "Its id, or its name where no other key has that.")
                    String key,
            @Option(
                            names = "--overlap",
                            paramLabel = "HOURS",
                            description = "Hours for which both are good; 24 by default.")
                    Integer hours,
            @Option(
                            names = "--expires-in",
                            paramLabel = "DAYS",
                            description = "Days the new one is good for; 90 by default.")
                    Integer days) {
        Map<String, Object> request = new LinkedHashMap<>();
        putGiven(request, "overlapHours", hours);
        putGiven(request, "expiresInDays", days);
        try (RemoteClient client = service.client()) {
            return told(client.post(path(KeyIds.of(client, key), "rotate"), request), service);
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends what a key is good for, at once.")
    int revoke(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "KEY", description = "Its id, or its name where no other key has that.")
                    String key) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post(path(KeyIds.of(client, key), "revoke"), null);
            return new Answer(spec(), service).line(answer, Answer.text(answer, "name"), "revoked");
        }
    }

    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            description = {
                "Prints a link that opens the service's page and signs it in, once and within a quarter of an hour.",
                "The page may do what your key may, for twelve hours."
            })
    int link(@Mixin ServiceOptions service) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/session/codes", null);
            return new Answer(spec(), service)
                    .line(answer, "page", service.address() + "#sign-in=" + Answer.text(answer, "code"));
        }
    }

    /** The secret alone where a program reads. */
    private int told(JsonNode made, ServiceOptions service) {
        if (service.json()) {
            return new Answer(spec(), service).document(made);
        }
        PrintWriter error = spec().commandLine().getErr();
        error.printf(
                "%s: key %s, %s.%n",
                Answer.text(made, "name"),
                Answer.text(made, "id"),
                made.hasNonNull("expiresAt") ? "good until " + Answer.time(made, "expiresAt") : "without an end");
        error.flush();
        spec().commandLine().getOut().println(Answer.text(made, "key"));
        return ExitCode.OK.status();
    }

    private static void putGiven(Map<String, Object> request, String name, Integer value) {
        if (value != null) {
            request.put(name, value);
        }
    }

    private static String path(String id, String action) {
        return "/v1/keys/%s/%s".formatted(Ids.inPath(id), action);
    }

    private static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "name"),
            words(item, "scopes"),
            words(item, "projects"),
            state(item),
            Answer.time(item, "expiresAt"),
            Answer.time(item, "lastUsedAt")
        };
    }

    private static String words(JsonNode item, String member) {
        return item.path(member).valueStream().map(JsonNode::asText).collect(Collectors.joining(" "));
    }

    private static String state(JsonNode item) {
        if (item.hasNonNull("revokedAt")) {
            return "revoked";
        }
        return KeyIds.isExpired(item) ? "expired" : "good";
    }
}
