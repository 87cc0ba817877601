package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.latency.VoidCause;
import dev.narrowgauge.domain.node.ProcessorList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestCoTenant {
    private static final long BLOCK_NANOS = 1_000_000_000;

    /** A process inherits where its starter is bound to. */
    @Test
    void aNeighbourOnTheMeasuringProcessorVoidsTheBlock() throws Exception {
        Collection<Integer> allowed = ProcessorList.ofThisThread();
        assumeThat(allowed).as("processors that the system tells of").isNotEmpty();
        int processor = Collections.max(allowed);
        try (Pinning pinning = Pinning.to(List.of(processor));
                BlockWatch watch = BlockWatch.onThisMachine(Set.of(processor), Set.of(thisThread()))) {
            assumeThat(pinning.processors()).as("bound to").containsExactly(processor);
            Process neighbour = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
            try {
                MachineCounters before = watch.begin();
                for (long start = System.nanoTime(); System.nanoTime() - start < BLOCK_NANOS; ) {
                    Thread.onSpinWait();
                }
                double others = watch.end().since(before, 1).conditions().getOthersShare();
                assertThat(new BlockConditions(null, null, null, null, null, null, others).voidCauses())
                        .as("others had %s of the processor", others)
                        .containsExactly(VoidCause.CO_TENANT);
            } finally {
                neighbour.destroyForcibly().waitFor();
            }
        }
    }

    private static long thisThread() throws IOException {
        return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString());
    }
}
