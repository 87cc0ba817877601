package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * On what a variant was timed against its baseline, where it was another provider than the CPU.
 *
 * @param device number among those of the provider
 * @param options every option of the provider that was set, by the runtime's names
 * @param mostFallback of the nodes that compute, the share that may have run elsewhere
 */
public record ProviderEvidence(
        Provider provider,
        int device,
        SortedMap<String, String> options,
        Accelerator accelerator,
        double mostFallback,
        ProviderRun baseline,
        ProviderRun variant) {
    public ProviderEvidence {
        requireNonNull(provider, "provider is null");
        requireNonNull(accelerator, "accelerator is null");
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /** Why the measurement is not to be used, a sentence; empty where nothing speaks against it. */
    public String finding() {
        String ofBaseline = baseline.placement().finding("the baseline", mostFallback);
        return ofBaseline.isEmpty() ? variant.placement().finding("the variant", mostFallback) : ofBaseline;
    }
}
