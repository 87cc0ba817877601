package dev.narrowgauge.domain.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The JSON schema of recipes, for editors and for whoever checks recipes without this program. */
public final class RecipeSchema {
    private static final String RESOURCE = "recipe.schema.json";

    private RecipeSchema() {}

    public static String json() {
        try (InputStream schema = RecipeSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(schema.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the recipe schema is not in this program", e);
        }
    }
}
