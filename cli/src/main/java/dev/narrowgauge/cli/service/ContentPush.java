package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.local.FileDigest;
import dev.narrowgauge.cli.local.InputFile;
import dev.narrowgauge.cli.output.ProgressView;
import dev.narrowgauge.cli.remote.Content;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.digest.Sha256;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings files to a service, but those that it has. */
public final class ContentPush {
    private static final int MEBIBYTE_BITS = 20;

    private final RemoteClient client;
    private final PrintWriter progress;
    private final List<String> sent = new ArrayList<>();

    public ContentPush(RemoteClient client, PrintWriter progress) {
        this.client = client;
        this.progress = progress;
    }

    /** @param sent false where the service had it already under that name */
    public record Pushed(JsonNode content, boolean sent) {
        public String id() {
            return content.path("id").asText();
        }

        /** For a person, behind what it is. */
        String text() {
            return "%s (%s, %s)"
                    .formatted(id(), content.path("name").asText(), sent ? "uploaded" : "the service had it already");
        }
    }

    /** @param name null for that of the file without its last extension */
    Pushed push(Content kind, Path file, String name) {
        InputFile.existing(file, kind.word());
        String known = name == null ? stem(file) : name;
        Optional<JsonNode> there =
                client.content(kind, FileDigest.of(file)).filter(content -> Content.isNamed(content, known));
        return there.map(content -> new Pushed(content, false))
                .orElseGet(() -> new Pushed(upload(kind, file, known), true));
    }

    /** For before anything is sent. Fails with FILE_NOT_FOUND where it is neither an id nor a file. */
    public static void check(Content kind, String reference) {
        if (!isId(reference)) {
            InputFile.existing(Path.of(reference), kind.word());
        }
    }

    /** @param reference the SHA-256 of what is there, or a file that is pushed first */
    public String idOf(Content kind, String reference) {
        return isId(reference)
                ? reference
                : push(kind, Path.of(reference), null).id();
    }

    /** For after a refusal: what becomes of what was sent, where anything was. */
    public void tellKept() {
        if (!sent.isEmpty()) {
            progress.printf(
                    "The service keeps what this command has uploaded, and the next attempt does not send it again: %s."
                            + " 'narrowgauge model delete' and 'dataset delete' delete it, or the retention of the project.%n",
                    String.join(", ", sent));
            progress.flush();
        }
    }

    /** The SHA-256 of what a reference stands for, without asking a service. */
    public static String digest(String reference) {
        return isId(reference) ? reference : FileDigest.of(Path.of(reference));
    }

    private static boolean isId(String reference) {
        return Sha256.isOne(reference) && !Path.of(reference).toFile().exists();
    }

    private JsonNode upload(Content kind, Path file, String name) {
        long all = file.toFile().length();
        try (ProgressView view = ProgressView.on(progress)) {
            JsonNode content =
                    client.upload(kind, file, name, taken -> view.show("upload MiB", mebibytes(taken), mebibytes(all)));
            sent.add(kind.word() + " " + content.path("id").asText());
            return content;
        }
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << MEBIBYTE_BITS);
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
