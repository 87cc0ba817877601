package dev.narrowgauge.domain.profile;

import dev.narrowgauge.domain.profile.KernelTime.Kind;
import java.util.List;

/**
 * What one model spends its time on.
 *
 * @param kernels in the order of the data flow
 * @param runMicros median time of a whole run, which is longer than that of its kernels together
 */
public record OperatorProfile(List<KernelTime> kernels, double runMicros) {
    public OperatorProfile {
        kernels = List.copyOf(kernels);
    }

    /** Of all kernels of a kind together. */
    public double micros(Kind kind) {
        return kernels.stream()
                .filter(kernel -> kernel.kind() == kind)
                .mapToDouble(KernelTime::micros)
                .sum();
    }

    public int count(Kind kind) {
        return (int) kernels.stream().filter(kernel -> kernel.kind() == kind).count();
    }

    /** Of all kernels together. */
    public double kernelMicros() {
        return kernels.stream().mapToDouble(KernelTime::micros).sum();
    }
}
