package dev.narrowgauge.db;

import dev.narrowgauge.domain.release.ReleaseState;
import java.util.Optional;
import java.util.Set;

/**
 * Which releases a list has; what is empty is not asked for.
 *
 * @param modelName whole
 * @param states one of these
 */
public record ReleaseFilter(Optional<String> modelName, Optional<Integer> number, Set<ReleaseState> states) {
    public ReleaseFilter {
        states = Set.copyOf(states);
    }

    Conditions conditions() {
        return Conditions.ofProject()
                .and("model_name = :modelName", "modelName", modelName)
                .and("number = :number", "number", number)
                .and(
                        "state = ANY (:states)",
                        "states",
                        Optional.of(states.stream().map(Enum::name).toArray(String[]::new))
                                .filter(names -> names.length > 0));
    }
}
