package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.RemoteClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code narrowgauge run list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists runs, newest first.")
public final class RunListCommand implements Callable<Integer> {
    private static final String[] HEADER = {"run", "name", "state", "verdict", "created", "tags"};

    @Mixin
    private ServiceOptions service;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "QUEUED, RUNNING, DONE or CANCELLED; several with commas.")
    private List<String> states = List.of();

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            split = ",",
            description = "PASS, FAIL, INCONCLUSIVE or INVALID; several with commas.")
    private List<String> verdicts = List.of();

    @Option(names = "--model", paramLabel = "MODEL", description = "Only runs of the model with this id or name.")
    private String model;

    @Option(names = "--name", paramLabel = "NAME", description = "Only runs with this name.")
    private String name;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            split = ",",
            description = "Only runs with this tag; of several, only runs with all.")
    private List<String> tags = List.of();

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description = "Only runs of this commit, or of one that begins with it.")
    private String commit;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Only runs with this text in a name, a tag or the commit.")
    private String text;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "Only runs created then or later, such as 2026-11-27T03:00:00Z.")
    private String after;

    @Option(names = "--before", paramLabel = "TIME", description = "Only runs created before.")
    private String before;

    @Mixin
    private ListLimit limit;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        filters.put("state", states);
        filters.put("verdict", verdicts);
        filters.put("model", Page.optional(model));
        filters.put("name", Page.optional(name));
        filters.put("tag", tags);
        filters.put("commit", Page.optional(commit));
        filters.put("text", Page.optional(text));
        filters.put("createdAfter", Page.optional(after));
        filters.put("createdBefore", Page.optional(before));
        try (RemoteClient client = service.client()) {
            return new Answer(spec, service)
                    .page(Page.of(client, "/v1/runs", limit.items(), filters), HEADER, RunListCommand::cells);
        }
    }

    private static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "name"),
            Answer.text(item, "state"),
            Answer.text(item, "verdict"),
            Answer.time(item, "createdAt"),
            item.path("tags").valueStream().map(JsonNode::asText).collect(Collectors.joining(" "))
        };
    }
}
