package dev.narrowgauge.domain.error;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Collects everything that is wrong with what a user hands in, so that nobody need find out one by one. */
public final class Faults {
    private static final int MOST_TOLD = 20;

    private final List<Fault> told = new ArrayList<>();
    private int untold;

    /** What the check gives; empty, and remembered, where it finds faults of the user. Other failures pass. */
    public <T> Optional<T> of(Supplier<? extends T> check) {
        try {
            return Optional.of(check.get());
        } catch (NarrowgaugeException failure) {
            add(failure);
            return Optional.empty();
        }
    }

    /**
     * The same of a part of what was handed in.
     *
     * @param pointer a JSON pointer to the part
     */
    public <T> Optional<T> of(String pointer, Supplier<? extends T> check) {
        Faults own = new Faults();
        Optional<T> result = own.of(check);
        own.told.replaceAll(fault -> fault.within(pointer));
        addAll(own);
        return result;
    }

    /** Remembers the faults of a user; throws any other failure. */
    public void add(NarrowgaugeException failure) {
        if (failure.code().kind() != ErrorKind.USER) {
            throw failure;
        }
        failure.faults().forEach(this::tell);
        untold += failure.untold();
    }

    /** Remembers a fault, which is only made where it will be told. */
    public void add(Supplier<Fault> fault) {
        if (told.size() < MOST_TOLD) {
            told.add(fault.get());
        } else {
            untold++;
        }
    }

    /** Remembers what the check finds. */
    public void check(Runnable check) {
        of(() -> {
            check.run();
            return true;
        });
    }

    /** Remembers what using it finds; null stands for what is not given. */
    public <T> void checkGiven(T given, Consumer<? super T> use) {
        if (given != null) {
            check(() -> use.accept(given));
        }
    }

    /** The same of a part of what was handed in. */
    public void check(String pointer, Runnable check) {
        of(pointer, () -> {
            check.run();
            return true;
        });
    }

    public void addAll(Faults others) {
        others.told.forEach(this::tell);
        untold += others.untold;
    }

    /**
     * Those that do not follow from something at these places: none whose own place is one of them, inside of it or around
     * it.
     *
     * @param pointers JSON pointers
     */
    public Faults apartFrom(Collection<String> pointers) {
        Faults others = new Faults();
        told.stream()
                .filter(fault -> pointers.stream().noneMatch(fault::touches))
                .forEach(others::tell);
        others.untold += untold;
        return others;
    }

    public boolean isEmpty() {
        return told.isEmpty();
    }

    /** Fails with the first fault's code and every fault's sentence, where there is one. */
    public void raise() {
        if (!told.isEmpty()) {
            throw new NarrowgaugeException(told, untold);
        }
    }

    private void tell(Fault fault) {
        add(() -> fault);
    }
}
