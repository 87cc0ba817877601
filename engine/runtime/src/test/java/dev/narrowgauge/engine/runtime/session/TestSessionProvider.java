package dev.narrowgauge.engine.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.provider.Execution;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSessionProvider {
    @Test
    void convolutionsAreSearchedForAndFloatsAreFloats() {
        assertThat(SessionProvider.of(Execution.cuda(0, Map.of())).options())
                .isEqualTo(Map.of("device_id", "0", "use_tf32", "0", "cudnn_conv_algo_search", "EXHAUSTIVE"));
    }

    @Test
    void whoAsksForAnotherOptionGetsIt() {
        Execution execution =
                Execution.cuda(0, Map.of("cudnn_conv_algo_search", "HEURISTIC", "gpu_mem_limit", "1073741824"));

        assertThat(SessionProvider.of(execution).options())
                .containsEntry("cudnn_conv_algo_search", "HEURISTIC")
                .containsEntry("gpu_mem_limit", "1073741824")
                .containsEntry("use_tf32", "0");
    }

    /** The number of the device is said once, not in the options as well. */
    @Test
    void theDeviceIsThatOfTheExecution() {
        assertThat(SessionProvider.of(Execution.cuda(1, Map.of("device_id", "0")))
                        .options())
                .containsEntry("device_id", "1");
    }

    @Test
    void theProcessorHasNoOptions() {
        assertThat(SessionProvider.of(Execution.cpu()).options()).isEmpty();
    }
}
