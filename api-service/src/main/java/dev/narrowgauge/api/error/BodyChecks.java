package dev.narrowgauge.api.error;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.Faults;
import java.util.List;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** What can be found to be wrong with bodies of requests beyond the names and types of their fields. */
public final class BodyChecks {
    private static final Logger LOG = Logger.getLogger(BodyChecks.class);

    private final List<Check<?>> checks;

    public BodyChecks(List<Check<?>> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Of a body that may lack what could not be read of it: it is refused anyway, also where the machine cannot look now. */
    Faults faults(Object body) {
        Faults faults = new Faults();
        for (Check<?> check : checks) {
            try {
                check.addFaults(body, faults);
            } catch (RuntimeException failure) {
                LOG.warn("a request that is refused anyway was not looked at any further", failure);
            }
        }
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
