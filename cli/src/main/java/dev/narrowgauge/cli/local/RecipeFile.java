package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import java.nio.file.Path;
import java.util.Map;

/**
 * A recipe in YAML, of which JSON is a part.
 *
 * @param written only what stands in the file: what it leaves open, the engine decides where it runs
 */
public record RecipeFile(Map<String, Object> written, Recipe recipe) {

    public static RecipeFile read(Path file) {
        Map<String, Object> written = SettingsFile.read(file, "recipe", ErrorCode.RECIPE_UNREADABLE);
        return new RecipeFile(written, SettingsFile.as(file, written, Recipe::fromMap));
    }

    /**
     * What an engine finds to be wrong with the recipe names the file; other failures stay as they are.
     *
     * @param file null where there was none
     */
    static NarrowgaugeException named(Path file, NarrowgaugeException failure) {
        return file != null && failure.code().isOfRecipe() ? SettingsFile.named(file, failure) : failure;
    }

    public String json() {
        return JsonFile.text(written);
    }
}
