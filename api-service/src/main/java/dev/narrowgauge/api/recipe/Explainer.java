package dev.narrowgauge.api.recipe;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.proto.engine.Explained;
import java.nio.file.Path;
import java.util.Optional;

/** Says what a recipe comes to for a model. */
public interface Explainer {
    /**
     * Fails with a RECIPE_* or MODEL_* code as quantizing would, as far as that shows before samples run.
     *
     * @param calibration samples on which preparation proves its rewriting
     */
    Explained explain(Path model, Recipe recipe, Optional<Path> calibration);
}
