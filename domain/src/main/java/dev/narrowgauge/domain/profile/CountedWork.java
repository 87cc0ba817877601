package dev.narrowgauge.domain.profile;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How often the kernels of a model multiply and add in one run, counted from the shapes that they met.
 *
 * @param multiplications and additions of all kernels that could be counted
 * @param inIntegers those that integer kernels do in integers
 * @param uncounted operators of kernels that multiply, and how often is not known
 */
public record CountedWork(long multiplications, long inIntegers, List<String> uncounted) {
    public CountedWork {
        uncounted = uncounted == null ? List.of() : List.copyOf(uncounted);
    }

    static CountedWork of(OperatorProfile profile) {
        List<KernelTime> kernels = profile.kernels();
        return new CountedWork(
                kernels.stream()
                        .map(KernelTime::multiplications)
                        .mapToLong(count -> count == null ? 0 : count)
                        .sum(),
                kernels.stream().mapToLong(KernelTime::integerMultiplications).sum(),
                kernels.stream()
                        .filter(KernelTime::uncounted)
                        .map(KernelTime::operator)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** The share that is done in integers; empty where nothing multiplies, or not all is known. */
    public OptionalDouble integerShare() {
        return multiplications == 0 || !uncounted.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) inIntegers / multiplications);
    }
}
