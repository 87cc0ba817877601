package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.service.ContentPush.Pushed;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ExitCode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands of models and of datasets do alike. */
record ContentCalls(Content kind, CommandSpec command, ServiceOptions service) {
    private static final String[] HEADER = {"id", "name", "size", "created"};

    /** @param name null for the file's */
    int push(Path file, String name) {
        try (RemoteClient client = service.client()) {
            Pushed pushed = new ContentPush(client, command.commandLine().getErr()).push(kind, file, name);
            return new Answer(command, service).line(pushed.content(), kind.word(), pushed.text());
        }
    }

    int list(ContentFilter filter) {
        try (RemoteClient client = service.client()) {
            JsonNode page = Page.of(client, kind.path(), filter.limit(), filter.filters());
            return new Answer(command, service).page(page, HEADER, ContentCalls::cells);
        }
    }

    /** @param ids their SHA-256 */
    int delete(List<String> ids) {
        try (RemoteClient client = service.client()) {
            for (String id : ids) {
                JsonNode gone = client.delete(kind.path() + "/" + encode(id, UTF_8));
                new Answer(command, service).line(gone, kind.word(), id + " is deleted");
            }
            return ExitCode.OK.status();
        }
    }

    private static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "name"),
            Numbers.bytes(item.path("sizeBytes").asLong()),
            Answer.time(item, "createdAt")
        };
    }
}
