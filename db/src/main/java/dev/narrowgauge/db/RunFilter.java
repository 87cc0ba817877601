package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Which runs a list has; what is empty is not asked for.
 *
 * @param states one of these
 * @param verdicts one of these
 * @param model id or name of the model
 * @param tags all of these
 * @param text that the name, a tag, the commit or a name of the model has in it, in capitals or not
 * @param createdAfter with that moment
 * @param createdBefore without that moment
 */
public record RunFilter(
        Set<UUID> ids,
        Set<RunState> states,
        Set<Verdict> verdicts,
        Optional<String> model,
        Optional<String> name,
        Set<String> tags,
        Optional<String> commit,
        Optional<String> text,
        Optional<Instant> createdAfter,
        Optional<Instant> createdBefore) {
    public static final RunFilter ALL = new RunFilter(
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final String MODEL_NAMED = """
            model_id IN (
                SELECT sha256 FROM model WHERE project_id = current_project() AND name %1$s
                UNION
                SELECT model_id FROM model_name WHERE project_id = current_project() AND name %1$s)
            """;

    public RunFilter {
        ids = Set.copyOf(ids);
        states = Set.copyOf(states);
        verdicts = Set.copyOf(verdicts);
        tags = Set.copyOf(tags);
    }

    public RunFilter withStates(Set<RunState> others) {
        return new RunFilter(ids, others, verdicts, model, name, tags, commit, text, createdAfter, createdBefore);
    }

    Conditions conditions() {
        return Conditions.ofProject()
                .and("id = ANY (:ids)", "ids", array(List.copyOf(ids), UUID[]::new))
                .and("state = ANY (:states)", "states", array(names(states), String[]::new))
                .and("verdict_word = ANY (:verdicts)", "verdicts", array(names(verdicts), String[]::new))
                .and("tags @> CAST(:tags AS text[])", "tags", array(List.copyOf(tags), String[]::new))
                .and("model_id = :model OR " + MODEL_NAMED.formatted("= :model"), "model", model)
                .and("name = :name", "name", name)
                .and("commit_id LIKE :commit", "commit", commit.map(start -> start + '%'))
                .and(
                        "name ILIKE :text OR array_to_string(tags, ' ') ILIKE :text OR commit_id ILIKE :text OR "
                                + MODEL_NAMED.formatted("ILIKE :text"),
                        "text",
                        text.map(Conditions::containing))
                .createdAfter(createdAfter)
                .createdBefore(createdBefore);
    }

    private static List<String> names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }

    private static <T> Optional<T[]> array(List<T> values, IntFunction<T[]> array) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.stream().toArray(array));
    }
}
