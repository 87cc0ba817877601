package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.KeyTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TestRecipeKeys {
    @Test
    void documentationHasEveryKey() throws IOException {
        KeyTable.check("docs/recipes.md", RecipeKeys.ALL);
    }
}
