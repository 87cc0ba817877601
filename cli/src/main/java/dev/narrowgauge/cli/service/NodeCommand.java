package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.remote.RemoteClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge node}. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works with the machines that measure for a service.")
public final class NodeCommand extends CommandGroup {
    static final String[] HEADER = {"node", "state", "device classes", "labels", "seen", "processor"};
    private static final String[] TOKEN_HEADER = {"token", "device classes", "made", "revoked"};

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the nodes: whether they live, what they offer, whether their measurements are trusted.")
    int list(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--label",
                            paramLabel = "LABEL",
                            split = ",",
                            description = "Only nodes with this label; of several, only nodes with all.")
                    List<String> labels) {
        String query = labels == null || labels.isEmpty()
                ? ""
                : labels.stream()
                        .map(label -> "label=" + encode(label, UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service).page(client.get("/v1/nodes" + query), HEADER, NodeCommand::cells);
        }
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = "Ends a node's quarantine on a person's word.")
    int clear(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NODE", description = "Its name.") String node,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            required = true,
                            description = "Why it can be trusted again; the reason is stored.")
                    String reason) {
        return act(service, node, "clear", Map.of("reason", reason));
    }

    @Command(
            name = "recheck",
            mixinStandardHelpOptions = true,
            description =
                    "Has a quarantined node measure a baseline against itself, which clears it where it is sound.")
    int recheck(
            @Mixin ServiceOptions service, @Parameters(paramLabel = "NODE", description = "Its name.") String node) {
        return act(service, node, "recheck", null);
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Has a node finish what it does and take no more jobs, also when its agent starts again.")
    int drain(@Mixin ServiceOptions service, @Parameters(paramLabel = "NODE", description = "Its name.") String node) {
        return act(service, node, "drain", null);
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Has a drained node take jobs again.")
    int resume(@Mixin ServiceOptions service, @Parameters(paramLabel = "NODE", description = "Its name.") String node) {
        return act(service, node, "resume", null);
    }

    @Command(
            name = "forget",
            mixinStandardHelpOptions = true,
            description = "Takes a node that is gone from the list; one that comes back begins anew.")
    int forget(@Mixin ServiceOptions service, @Parameters(paramLabel = "NODE", description = "Its name.") String node) {
        return act(service, node, "forget", null, _ -> "forgotten");
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a join token, with which an agent outside may speak for a node.",
                "It is printed once and cannot be shown again; the agent is given it as"
                        + " NARROWGAUGE_AGENT_GATEWAY_TOKEN, or in a file that NARROWGAUGE_AGENT_GATEWAY_TOKEN_FILE names."
            })
    int token(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NODE", description = "Name of the node; the agent is started with the same.")
                    String node,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            split = ",",
                            description = {
                                "Device classes that the agent may offer with it.",
                                "Default: those that it offers first."
                            })
                    List<String> classes) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post(
                    "/v1/node-tokens", Map.of("node", node, "deviceClasses", classes == null ? List.of() : classes));
            return new Answer(spec(), service).line(answer, node, Answer.text(answer, "token"));
        }
    }

    @Command(
            name = "tokens",
            mixinStandardHelpOptions = true,
            description = "Lists the join tokens of a node, without what only its agent knows.")
    int tokens(@Mixin ServiceOptions service, @Parameters(paramLabel = "NODE", description = "Its name.") String node) {
        try (RemoteClient client = service.client()) {
            JsonNode page = client.get("/v1/node-tokens?node=" + encode(node, UTF_8));
            return new Answer(spec(), service).page(page, TOKEN_HEADER, NodeCommand::tokenCells);
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends what a join token is good for; its agent is refused from then on.")
    int revoke(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "TOKEN", description = "Id of the token, as 'node tokens' lists it.") String id) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/node-tokens/%s/revoke".formatted(Ids.inPath(id)), null);
            return new Answer(spec(), service).line(answer, Answer.text(answer, "node"), "revoked");
        }
    }

    private static String[] tokenCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            words(item, "deviceClasses"),
            Answer.time(item, "createdAt"),
            Answer.time(item, "revokedAt")
        };
    }

    private int act(ServiceOptions service, String node, String action, Map<String, Object> content) {
        return act(service, node, action, content, NodeCommand::state);
    }

    private int act(
            ServiceOptions service,
            String node,
            String action,
            Map<String, Object> content,
            Function<JsonNode, String> outcome) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/nodes/%s/%s".formatted(Ids.inPath(node), action), content);
            return new Answer(spec(), service).line(answer, node, outcome.apply(answer));
        }
    }

    static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "name"),
            state(item),
            words(item, "deviceClasses"),
            words(item, "labels"),
            Answer.time(item, "lastSeenAt"),
            Answer.text(item, "description")
        };
    }

    private static String words(JsonNode item, String member) {
        return item.path(member).valueStream().map(JsonNode::asText).collect(Collectors.joining(" "));
    }

    private static String state(JsonNode item) {
        if (item.hasNonNull("quarantine")) {
            return item.at("/quarantine/recheckAsked").asBoolean() ? "quarantined, to be rechecked" : "quarantined";
        }
        String seen = item.path("live").asBoolean() ? "live" : "not seen";
        return item.hasNonNull("drainedSince") ? seen + ", drained" : seen;
    }
}
