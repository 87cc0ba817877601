package dev.narrowgauge.cli.recheck;

import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.remote.ReleaseName;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.release.ReleaseState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was judged, and its verdict, as files. Those that a service gave are deleted when this is closed.
 *
 * @param recipe of the variant; null where the verdict has one alone
 * @param folder of the files that a service gave; empty where it gave none
 */
record JudgedFiles(Path verdict, Path model, Path variant, String recipe, Optional<Path> folder)
        implements AutoCloseable {
    static JudgedFiles given(Path verdict, Path model, Path variant, String recipe) {
        return new JudgedFiles(verdict, model, variant, recipe, Optional.empty());
    }

    /**
     * Of a release, from the service that keeps it.
     *
     * @param model a copy of the model that is there already; null to have it sent
     * @param variant likewise
     */
    static JudgedFiles ofRelease(ReleaseName name, RemoteClient client, Path model, Path variant) {
        JsonNode release = name.find(client, ReleaseState.ACTIVE);
        Path folder = temporary();
        try {
            Path verdict = folder.resolve("verdict.json");
            byte[] document = client.verdict(release.path("runId").asText());
            OutputFile.checked(verdict).write(target -> target.write(document));
            return new JudgedFiles(
                    verdict,
                    model == null ? sent(client, "/v1/models/", release.path("modelId"), folder) : model,
                    variant == null ? sent(client, "/v1/variants/", release.path("variantId"), folder) : variant,
                    release.path("recipe").asText(),
                    Optional.of(folder));
        } catch (RuntimeException failure) {
            delete(folder);
            throw failure;
        }
    }

    private static Path sent(RemoteClient client, String path, JsonNode id, Path folder) {
        Path file = folder.resolve(id.asText() + ".onnx");
        client.download("%s%s/content".formatted(path, id.asText()), OutputFile.checked(file));
        return file;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("narrowgauge-recheck-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        folder.ifPresent(JudgedFiles::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path each : paths.sorted(reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be deleted".formatted(folder), failure);
        }
    }
}
