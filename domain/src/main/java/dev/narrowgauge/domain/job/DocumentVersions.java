package dev.narrowgauge.domain.job;

import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.settings.Stored;
import java.util.List;
import java.util.stream.IntStream;

/** Versions of a recipe and a policy: those that a job is about, or the newest that a program knows. */
public record DocumentVersions(int recipe, int policy) {
    /** Of all jobs that were filed before documents had others. */
    public static final DocumentVersions FIRST = new DocumentVersions(1, 1);

    public DocumentVersions {
        if (recipe < 1 || policy < 1) {
            throw new IllegalArgumentException(
                    "a version is not positive: recipe %d, policy %d".formatted(recipe, policy));
        }
    }

    public static DocumentVersions of(Stored<Recipe> recipe, Stored<Policy> policy) {
        return new DocumentVersions(recipe.version(), policy.version());
    }

    /** The newest that this program knows. */
    public static DocumentVersions known() {
        return new DocumentVersions(Recipe.VERSION, Policy.VERSION);
    }

    /** All that a program knows which knows these. */
    public List<DocumentVersions> upToThese() {
        return IntStream.rangeClosed(1, recipe)
                .boxed()
                .flatMap(first ->
                        IntStream.rangeClosed(1, policy).mapToObj(second -> new DocumentVersions(first, second)))
                .toList();
    }
}
