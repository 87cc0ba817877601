package dev.narrowgauge.engine.runtime.evaluate;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.dataset.StateSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.report.SequenceReport.Feedback;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which outputs of a model are fed back to which inputs: as the data settings declare it, or as the names say.
 *
 * @param states empty where there are none, or where that is not clear
 * @param unclear why it is not clear, a sentence; empty where it is
 */
record StatePairs(List<Feedback> states, boolean declared, String unclear) {
    private static final StatePairs NONE = new StatePairs(List.of(), false, "");

    /** Fails with DATA_SETTINGS_INVALID_VALUE where what is declared is not in the model. */
    static StatePairs of(List<TensorSlot> inputs, List<TensorSlot> outputs, StateSettings settings) {
        return settings.feedback()
                .map(feedback -> declared(inputs, outputs, feedback))
                .orElseGet(() -> recognised(inputs, outputs));
    }

    private static StatePairs declared(
            List<TensorSlot> inputs, List<TensorSlot> outputs, Map<String, String> feedback) {
        List<Feedback> states = new ArrayList<>();
        feedback.forEach((input, output) -> {
            TensorSlot read = named(input, inputs, "input");
            TensorSlot given = named(output, outputs, "output");
            if (!fits(read, given)) {
                throw invalid("feeds '%s' back to '%s', which takes another type or shape".formatted(output, input));
            }
            states.add(new Feedback(input, output));
        });
        return new StatePairs(states, true, "");
    }

    private static TensorSlot named(String name, List<TensorSlot> slots, String kind) {
        return slots.stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid("names the %s '%s'; the model has %s"
                        .formatted(
                                kind, name, slots.stream().map(TensorSlot::name).collect(joining(", ")))));
    }

    private static NarrowgaugeException invalid(String what) {
        return new NarrowgaugeException(
                ErrorCode.DATA_SETTINGS_INVALID_VALUE, "The data settings' 'state.feedback' " + what + ".");
    }

    private static StatePairs recognised(List<TensorSlot> inputs, List<TensorSlot> outputs) {
        List<Feedback> clear = new ArrayList<>();
        List<Feedback> unclear = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (TensorSlot input : inputs) {
            StateName name = StateName.of(input.name());
            List<TensorSlot> candidates = outputs.stream()
                    .filter(output -> fits(input, output) && name.becomes(StateName.of(output.name())))
                    .toList();
            boolean isOnly = candidates.size() == 1 && name.isState();
            for (TensorSlot output : candidates) {
                boolean isFree = taken.add(output.name());
                (isOnly && isFree ? clear : unclear).add(new Feedback(input.name(), output.name()));
            }
        }
        long states = inputs.stream()
                .filter(input -> isAnyOf(input, clear) || isAnyOf(input, unclear))
                .count();
        // A model that reads nothing but what it gave before would need no samples.
        if (states == 0 || states == inputs.size()) {
            return NONE;
        }
        return unclear.isEmpty() ? new StatePairs(clear, false, "") : new StatePairs(List.of(), false, why(unclear));
    }

    private static String why(List<Feedback> unclear) {
        return ("By the names it is not clear whether outputs are fed back (%s), so no sequence was run. Declare"
                        + " 'state.feedback' in the data settings: the output for each such input, or {} where none is.")
                .formatted(unclear.stream().map(Feedback::toString).collect(joining(", ")));
    }

    private static boolean isAnyOf(TensorSlot input, List<Feedback> states) {
        return states.stream().anyMatch(state -> state.input().equals(input.name()));
    }

    private static boolean fits(TensorSlot input, TensorSlot output) {
        boolean sameType = input.type() == output.type() || input.isFloat() && output.isFloat();
        if (!sameType || input.dims().size() != output.dims().size()) {
            return false;
        }
        for (int axis = 0; axis < input.dims().size(); axis++) {
            long taken = input.dims().get(axis);
            long given = output.dims().get(axis);
            if (taken >= 0 && given >= 0 && taken != given) {
                return false;
            }
        }
        return true;
    }

    /** Empty where nothing is fed back. */
    Optional<StatePairs> any() {
        return states.isEmpty() && unclear.isEmpty() ? Optional.empty() : Optional.of(this);
    }

    /** In words. */
    String told() {
        return "%s; %s"
                .formatted(
                        states.stream().map(Feedback::toString).collect(joining(", ")),
                        declared ? "as declared" : "recognised by their names");
    }
}
