package dev.narrowgauge.cli.service;

import dev.narrowgauge.cli.local.RecipeFile;
import dev.narrowgauge.cli.local.SettingsFile;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The recipe files of a submission, in the order of its recipes: whoever finds a fault in one, it is told with the file's name. */
public record GivenRecipes(List<Path> files) {
    private static final Pattern PLACE = Pattern.compile("/recipes/(\\d{1,4})(/.*)?", Pattern.DOTALL);

    /** What stands in the files; without those that have faults, which are added. */
    public List<Map<String, Object>> read(Faults faults) {
        return files.stream()
                .map(file -> faults.of(() -> RecipeFile.read(file)))
                .flatMap(Optional::stream)
                .map(RecipeFile::written)
                .toList();
    }

    /** What the service refuses the submission for. */
    public NarrowgaugeException named(NarrowgaugeException refusal) {
        return refusal.faults().stream().anyMatch(fault -> file(fault).isPresent())
                ? refusal.withFaults(fault ->
                        file(fault).map(file -> SettingsFile.named(file, fault)).orElse(fault))
                : refusal;
    }

    private Optional<Path> file(Fault fault) {
        return fault.pointer()
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .map(place -> Integer.parseInt(place.group(1)))
                .filter(index -> index < files.size())
                .map(files::get);
    }
}
