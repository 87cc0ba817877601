package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        return file(samples).map(SampleOptions::read).orElse("");
    }

    /** Adds the faults of the settings of any of these samples; null stands for none. */
    void check(List<Path> samples, Faults faults) {
        samples.stream()
                .filter(Objects::nonNull)
                .map(this::file)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(file -> faults.check(() -> read(file)));
    }

    private Optional<Path> file(Path samples) {
        return Optional.ofNullable(settings)
                .or(() -> SampleSet.isOfFiles(samples) ? beside(samples) : Optional.empty());
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
        SettingsFile.as(file, written, DataSettings::fromMap);
        return JsonFile.text(written);
    }
}
