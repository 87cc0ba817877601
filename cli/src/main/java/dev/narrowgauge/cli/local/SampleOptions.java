package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What all commands that read samples have in common: how files become samples. */
public final class SampleOptions {
    @Option(
            names = "--data-settings",
            paramLabel = "FILE",
            description =
                    "How images, WAV files or a CSV of such become samples, and which states are fed back; by default"
                            + " the " + DataSettings.FILE_NAME + " beside them.")
    private Path settings;

    /**
     * The settings for these samples as JSON; empty where there are none. Of an archive they say at most how states are fed back.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a DATA_SETTINGS_* code or FILE_NOT_FOUND
     */
    public String json(Path samples) {
        return Optional.ofNullable(settings)
                .or(() -> SampleSet.isOfFiles(samples) ? beside(samples) : Optional.empty())
                .map(SampleOptions::read)
                .orElse("");
    }

    /** The option again, for a command that goes on with the same samples; empty where it was not given. */
    String repeated() {
        return settings == null ? "" : " --data-settings " + settings;
    }

    private static Optional<Path> beside(Path samples) {
        Path folder =
                Files.isDirectory(samples) ? samples : samples.toAbsolutePath().getParent();
        return Optional.of(folder.resolve(DataSettings.FILE_NAME)).filter(Files::isRegularFile);
    }

    private static String read(Path file) {
        Map<String, Object> written = SettingsFile.read(file, "data settings", ErrorCode.DATA_SETTINGS_UNREADABLE);
        DataSettings.fromMap(written);
        return JsonFile.text(written);
    }
}
