package dev.narrowgauge.api.error;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Collects everything that is wrong with a request, so that its client need not find out one by one. */
public final class Faults {
    private static final int MAX_TOLD = 20;

    private final List<NarrowgaugeException> found = new ArrayList<>();

    /** What the check gives; empty, and remembered, where it finds a fault of the user. Other failures pass. */
    public <T> Optional<T> of(Supplier<? extends T> check) {
        try {
            return Optional.of(check.get());
        } catch (NarrowgaugeException fault) {
            add(fault);
            return Optional.empty();
        }
    }

    /** Remembers the fault of a user; throws any other failure. */
    public void add(NarrowgaugeException fault) {
        if (fault.code().kind() != ErrorKind.USER) {
            throw fault;
        }
        List<NarrowgaugeException> single = in(fault);
        found.addAll(single.isEmpty() ? List.of(fault) : single);
    }

    /** Remembers what the check finds. */
    public void check(Runnable check) {
        of(() -> {
            check.run();
            return true;
        });
    }

    public void addAll(Faults others) {
        found.addAll(others.found);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Fails with the first fault's code and every fault's sentence, where there is one. */
    public void raise() {
        if (found.isEmpty()) {
            return;
        }
        if (found.size() == 1) {
            throw found.getFirst();
        }
        List<NarrowgaugeException> told = found.stream().limit(MAX_TOLD).toList();
        String rest = found.size() > MAX_TOLD ? "\n%d more.".formatted(found.size() - MAX_TOLD) : "";
        NarrowgaugeException all = new NarrowgaugeException(
                found.getFirst().code(),
                told.stream().map(NarrowgaugeException::getMessage).collect(joining("\n")) + rest);
        told.forEach(all::addSuppressed);
        throw all;
    }

    /** The single faults behind a failure that {@link #raise} made of several; else none. */
    static List<NarrowgaugeException> in(NarrowgaugeException failure) {
        return Stream.of(failure.getSuppressed())
                .filter(NarrowgaugeException.class::isInstance)
                .map(NarrowgaugeException.class::cast)
                .toList();
    }
}
