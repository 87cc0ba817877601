package dev.narrowgauge.api.error;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.Faults;
import java.util.List;
import java.util.function.BiConsumer;

/** What can be found to be wrong with bodies of requests beyond the names and types of their fields. */
public final class BodyChecks {
    private final List<Check<?>> checks;

    public BodyChecks(List<Check<?>> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Of a body that may lack what could not be read of it. */
    Faults faults(Object body) {
        Faults faults = new Faults();
        checks.forEach(check -> check.addFaults(body, faults));
        return faults;
    }

    /**
     * Of one kind of body.
     *
     * @param faults adds what is wrong with a body, and changes nothing
     */
    public record Check<T>(Class<T> type, BiConsumer<T, Faults> faults) {
        public Check {
            requireNonNull(type, "type is null");
            requireNonNull(faults, "faults is null");
        }

        private void addFaults(Object body, Faults found) {
            if (type.isInstance(body)) {
                faults.accept(type.cast(body), found);
            }
        }
    }
}
