package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.provider.NumberFormat;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Execution;
import dev.narrowgauge.proto.engine.PlacedNodes;
import dev.narrowgauge.proto.engine.Probe;
import dev.narrowgauge.proto.engine.Probed;
import org.junit.jupiter.api.Test;

class TestProviderProbe {
    /** The profile of a real run: every node of it on the provider that was asked for. */
    @Test
    void theProcessorRunsTheShippedNetworkWhole() {
        Probed probed = probe("cpu").getResult().getProbed();

        assertThat(probed.getNodesList()).extracting(PlacedNodes::getProvider).containsOnly("CPUExecutionProvider");
        assertThat(probed.getNodesList()).extracting(PlacedNodes::getWork).contains("COMPUTE");
        assertThat(probed.getFallbackList()).isEmpty();
        assertThat(probed.getDifference()).isZero();
        assertThat(probed.getNumberFormat()).isEqualTo(NumberFormat.FLOAT32.name());
        assertThat(probed.getDeviceMillis()).isPositive();
        assertThat(probed.hasAccelerator()).isFalse();
    }

    @Test
    void anEngineWithoutTheProviderIsNoFaultOfTheModel() {
        assertThat(probe("cuda").getFailure().getCode()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE.name());
    }

    @Test
    void thereIsNoOtherProvider() {
        assertThat(probe("abacus").getFailure().getCode()).isEqualTo(ErrorCode.REQUEST_INVALID.name());
    }

    private static EngineEvent probe(String provider) {
        return EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(1)
                .setProbe(Probe.newBuilder().setExecution(Execution.newBuilder().setProvider(provider)))
                .build());
    }
}
