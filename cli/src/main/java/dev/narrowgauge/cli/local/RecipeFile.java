package dev.narrowgauge.cli.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A recipe in YAML, of which JSON is a part.
 *
 * @param written only what stands in the file: what it leaves open, the engine decides where it runs
 */
record RecipeFile(Map<String, Object> written, Recipe recipe) {

    static RecipeFile read(Path file) {
        InputFile.existing(file, "recipe");
        try {
            Map<String, Object> settings =
                    new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
            Map<String, Object> written = settings == null ? Map.of() : settings;
            return new RecipeFile(written, Recipe.fromMap(written));
        } catch (IOException e) {
            String firstLine = e.getMessage().lines().findFirst().orElse("");
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_UNREADABLE,
                    "%s is no YAML or JSON with keys and values: %s".formatted(file, firstLine),
                    e);
        }
    }

    String json() {
        return JsonFile.text(written);
    }
}
