package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * On what a model is to be run.
 *
 * @param device number of the device among those of the provider, from 0
 * @param options of the provider by ONNX Runtime's names, beside those that are set in any case
 */
public record Execution(Provider provider, int device, SortedMap<String, String> options) {
    public Execution {
        requireNonNull(provider, "provider is null");
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        if (device < 0) {
            throw new IllegalArgumentException("device is negative: " + device);
        }
    }

    public static Execution cpu() {
        return new Execution(Provider.CPU, 0, new TreeMap<>());
    }

    public static Execution cuda(int device, Map<String, String> options) {
        return new Execution(Provider.CUDA, device, new TreeMap<>(options));
    }

    public boolean onCpu() {
        return provider == Provider.CPU;
    }
}
