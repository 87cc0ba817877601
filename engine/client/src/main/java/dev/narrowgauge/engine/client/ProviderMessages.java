package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.provider.Accelerator;
import dev.narrowgauge.domain.provider.Execution;
import dev.narrowgauge.domain.provider.HostTransfer;
import dev.narrowgauge.domain.provider.NumberFormat;
import dev.narrowgauge.domain.provider.OutputDifference;
import dev.narrowgauge.domain.provider.PlacedNodes;
import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import dev.narrowgauge.domain.provider.Placement;
import dev.narrowgauge.domain.provider.Provider;
import dev.narrowgauge.domain.provider.ProviderRun;
import dev.narrowgauge.proto.engine.Probed;

/** What an engine is told and says of a provider, as values of the domain. */
public final class ProviderMessages {
    private ProviderMessages() {}

    /** As an engine is asked. */
    public static dev.narrowgauge.proto.engine.Execution message(Execution execution) {
        return dev.narrowgauge.proto.engine.Execution.newBuilder()
                .setProvider(execution.provider().word())
                .setDevice(execution.device())
                .putAllOptions(execution.options())
                .build();
    }

    static ProviderRun run(Probed probed, Provider wanted) {
        return new ProviderRun(
                new Placement(
                        wanted,
                        probed.getNodesList().stream()
                                .map(nodes -> new PlacedNodes(
                                        nodes.getProvider(),
                                        nodes.getOpType(),
                                        Work.valueOf(nodes.getWork()),
                                        nodes.getCount(),
                                        nodes.getMicros()))
                                .toList(),
                        probed.getFallbackList()),
                new OutputDifference(NumberFormat.valueOf(probed.getNumberFormat()), probed.getDifference()),
                new HostTransfer(probed.getDeviceMillis(), probed.getHostMillis()),
                probed.getLoadMillis(),
                probed.getFirstMillis());
    }

    static Accelerator accelerator(Probed probed) {
        if (!probed.hasAccelerator()) {
            return Accelerator.unknown();
        }
        var seen = probed.getAccelerator();
        return new Accelerator(
                seen.getName(),
                seen.getUuid(),
                seen.getDriver(),
                seen.getComputeCapability(),
                seen.hasSmClockMegahertz() ? seen.getSmClockMegahertz() : null,
                seen.hasMemoryClockMegahertz() ? seen.getMemoryClockMegahertz() : null,
                seen.hasThrottleReasons() ? seen.getThrottleReasons() : null,
                seen.hasPowerMilliwatts() ? seen.getPowerMilliwatts() : null,
                seen.hasProcessMemoryBytes() ? seen.getProcessMemoryBytes() : null,
                seen.hasComputeProcesses() ? seen.getComputeProcesses() : null);
    }
}
