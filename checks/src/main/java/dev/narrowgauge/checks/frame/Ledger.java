package dev.narrowgauge.checks.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Figures of rows that are done, a file each: whatever stops a suite, what it has measured stays. */
final class Ledger {
    private final Path directory;

    Ledger(Path directory) {
        this.directory = directory;
    }

    Optional<Figures> find(String row, String inputs) {
        Path file = file(row, inputs);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode document = Figures.MAPPER.readTree(file.toFile());
            return Optional.of(new Figures(row, document.get("values")));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s cannot be read: %s; delete it".formatted(file, e.getMessage()), e);
        }
    }

    void keep(Figures figures, String inputs) {
        Path file = file(figures.row(), inputs);
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(directory);
            Figures.MAPPER.writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), figures.document());
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written: %s".formatted(file, e), e);
        }
    }

    private Path file(String row, String inputs) {
        String suffix = inputs.isEmpty() ? "" : "-" + Sha256.of(inputs).substring(0, 12);
        return directory.resolve(row + suffix + ".json");
    }
}
