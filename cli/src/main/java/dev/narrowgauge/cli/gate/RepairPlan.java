package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.run.OfferedRecipe;
import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.settings.Section;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a repair tries, one after the other: what the verdict offers, then what the engine finds for itself within the limits
 * of the policy, then what the verdicts on these offer in turn. No recipe is tried twice.
 */
final class RepairPlan {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String NAME = "name";
    private static final int MOST_OF_A_NAME = 160;

    private final Deque<Candidate> waiting = new ArrayDeque<>();
    private final Set<Map<String, Object>> known = new HashSet<>();

    /** @param recipe without a name */
    record Candidate(String variant, String what, Map<String, Object> recipe) {
        /** A name tells the rows of one try from those of another. */
        Map<String, Object> named(int number) {
            String shortened = variant.substring(0, Math.min(MOST_OF_A_NAME, variant.length()));
            Map<String, Object> named = new LinkedHashMap<>();
            named.put(NAME, "%s, try %d".formatted(shortened, number));
            named.putAll(recipe);
            return named;
        }
    }

    /**
     * @param run as the service shows it
     * @param document its verdict
     */
    RepairPlan(JsonNode run, JsonNode document) {
        List<String> failed = failed(document);
        run.path("recipes").valueStream().map(RepairPlan::withoutName).forEach(known::add);
        OfferedRecipe.of(document).stream()
                .filter(offered -> failed.contains(offered.variant()))
                .forEach(offered -> add(offered, "what the verdict offers"));
        run.path("recipes")
                .valueStream()
                .filter(recipe -> failed.contains(recipe.path(NAME).asText()))
                .filter(recipe -> !recipe.path("mode").asText().equals(Section.word(Mode.AUTO)))
                .filter(recipe -> recipe.path("precision").asText().equals("int8"))
                .forEach(recipe -> add(new Candidate(
                        recipe.path(NAME).asText(),
                        "what the search finds",
                        Map.of(
                                "target", recipe.path("target").asText(),
                                "mode", Section.word(Mode.AUTO)))));
    }

    /** The variants that decide and break a rule on accuracy that decides; where there are none there is nothing to repair. */
    static List<String> failed(JsonNode document) {
        if (!document.path("verdict").asText().equals(Verdict.FAIL.name())) {
            return List.of();
        }
        return document.path("variants")
                .valueStream()
                .filter(row -> row.path("gating").asBoolean())
                .filter(row -> row.path("rules")
                        .valueStream()
                        .anyMatch(rule -> rule.hasNonNull("cause")
                                && rule.path("effect")
                                        .asText(Effect.DECIDES.name())
                                        .equals(Effect.DECIDES.name())))
                .map(row -> row.path("recipe").asText())
                .distinct()
                .toList();
    }

    Optional<Candidate> next() {
        return Optional.ofNullable(waiting.poll());
    }

    void addFrom(RepairTry failed) {
        failed.offered()
                .ifPresent(offered -> add(offered, "what the verdict on try %d offers".formatted(failed.number())));
    }

    private void add(OfferedRecipe offered, String what) {
        add(new Candidate(offered.variant().replaceAll(", try \\d+$", ""), what, withoutName(offered.recipe())));
    }

    private static Map<String, Object> withoutName(JsonNode recipe) {
        Map<String, Object> written = MAPPER.convertValue(recipe, new TypeReference<>() {});
        written.remove(NAME);
        return written;
    }

    private void add(Candidate candidate) {
        if (known.add(candidate.recipe())) {
            waiting.add(candidate);
        }
    }
}
