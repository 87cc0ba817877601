package dev.narrowgauge.cli.run;

import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What to call a job: by its recipe, whether it makes the variant or measures it. */
public final class JobNames {
    private final List<String> recipes;
    private final RemoteClient client;
    private final Map<String, String> recipeOfVariant = new ConcurrentHashMap<>();

    /** @param recipes names of the run's recipes, in order */
    public JobNames(List<String> recipes, RemoteClient client) {
        this.recipes = recipes;
        this.client = client;
    }

    /** @param subject index of the recipe for a quantize job, identifier of the variant for a benchmark job */
    String name(String kind, String subject) {
        return switch (kind) {
            case "QUANTIZE" -> "quantize " + recipes.get(Integer.parseInt(subject));
            case "BENCHMARK" -> "benchmark " + recipeOfVariant.computeIfAbsent(subject, this::recipe);
            default -> kind;
        };
    }

    private String recipe(String variant) {
        try {
            return client.variant(variant).path("recipe").path("name").asText(variant);
        } catch (NarrowgaugeException _) {
            return variant;
        }
    }
}
