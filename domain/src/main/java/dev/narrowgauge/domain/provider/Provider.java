package dev.narrowgauge.domain.provider;

import dev.narrowgauge.domain.settings.Section;
import java.util.Arrays;
import java.util.Optional;

/** What computes the nodes of a model: an execution provider of ONNX Runtime. */
public enum Provider {
    CPU("CPUExecutionProvider"),
    CUDA("CUDAExecutionProvider");

    private final String runtimeName;

    Provider(String runtimeName) {
        this.runtimeName = runtimeName;
    }

    /** As ONNX Runtime's records name it. */
    public String runtimeName() {
        return runtimeName;
    }

    /** As people write it. */
    public String word() {
        return Section.word(this);
    }

    /** By its word; nothing stands for the CPU. Empty for a word that names none. */
    public static Optional<Provider> ofWord(String word) {
        return word.isEmpty()
                ? Optional.of(CPU)
                : Arrays.stream(values())
                        .filter(provider -> provider.word().equals(word))
                        .findFirst();
    }
}
