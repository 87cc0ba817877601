package dev.narrowgauge.engine.runtime.provider;

import dev.narrowgauge.domain.provider.HostTransfer;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.engine.runtime.session.PreparedRun;

/** Times one batch on the device and from the host in turn, so that a change of clocks meets both. */
final class TransferTiming {
    private static final int WARM_UP_RUNS = 10;
    private static final int RUNS = 40;
    private static final double NANOS_PER_MILLI = 1e6;

    private TransferTiming() {}

    static HostTransfer of(PreparedRun onDevice, PreparedRun onHost) {
        double[] device = new double[RUNS];
        double[] host = new double[RUNS];
        for (int i = -WARM_UP_RUNS; i < RUNS; i++) {
            long deviceNanos = nanos(onDevice);
            long hostNanos = nanos(onHost);
            if (i >= 0) {
                device[i] = deviceNanos;
                host[i] = hostNanos;
            }
        }
        return new HostTransfer(Median.of(device) / NANOS_PER_MILLI, Median.of(host) / NANOS_PER_MILLI);
    }

    private static long nanos(PreparedRun run) {
        long start = System.nanoTime();
        run.run();
        run.release();
        return Math.max(1, System.nanoTime() - start);
    }
}
