package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.narrowgauge.domain.provider.Execution;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The execution provider of sessions, as ONNX Runtime is told of it. */
sealed interface SessionProvider {
    void addTo(SessionOptions options) throws OrtException;

    /** Where it computes; empty for the memory of the host. */
    Optional<DeviceMemory> memory();

    /** Every option that is set, by ONNX Runtime's names. */
    SortedMap<String, String> options();

    static SessionProvider of(Execution execution) {
        return switch (execution.provider()) {
            case CPU -> new Cpu();
            case CUDA -> new Cuda(execution.device(), settings(execution));
        };
    }

    private static SortedMap<String, String> settings(Execution execution) {
        SortedMap<String, String> settings = new TreeMap<>(Cuda.ALWAYS);
        settings.putAll(execution.options());
        settings.put(Cuda.DEVICE, Integer.toString(execution.device()));
        return settings;
    }

    /** ONNX Runtime's own, which is always there. */
    record Cpu() implements SessionProvider {
        @Override
        public void addTo(SessionOptions options) {}

        @Override
        public Optional<DeviceMemory> memory() {
            return Optional.empty();
        }

        @Override
        public SortedMap<String, String> options() {
            return new TreeMap<>();
        }
    }

    /** That of NVIDIA's graphics processors. */
    record Cuda(int device, SortedMap<String, String> options) implements SessionProvider {
        private static final String DEVICE = "device_id";

        /**
         * Products of float32 in float32, not with the ten bits of TF32, which the runtime takes by default. And convolutions
         * by a search among what cuDNN has, as in programs that set nothing: chosen by rules alone, those of half precision
         * took a process on an H100 nearly twice as long. That a search may end otherwise in each process is what forks are for.
         */
        private static final SortedMap<String, String> ALWAYS =
                new TreeMap<>(Map.of("use_tf32", "0", "cudnn_conv_algo_search", "EXHAUSTIVE"));

        @Override
        public void addTo(SessionOptions options) throws OrtException {
            try (var cuda = new OrtCUDAProviderOptions(device)) {
                for (var option : this.options.entrySet()) {
                    cuda.add(option.getKey(), option.getValue());
                }
                options.addCUDA(cuda);
            }
        }

        @Override
        public Optional<DeviceMemory> memory() {
            return Optional.of(new DeviceMemory.Cuda(device));
        }
    }
}
