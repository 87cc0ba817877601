package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.node.ProcessorList;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class TestPinning {
    @Test
    void theThreadAndThoseItStartsAreBoundUntilClosed() throws InterruptedException {
        SortedSet<Integer> free = ProcessorList.ofThisThread();
        int last = free.last();
        List<Integer> started = new ArrayList<>();
        try (Pinning pinning = Pinning.to(List.of(last))) {
            assertThat(pinning.processors()).containsExactly(last);
            assertThat(ProcessorList.ofThisThread()).containsExactly(last);
            Thread.ofPlatform()
                    .start(() -> started.addAll(ProcessorList.ofThisThread()))
                    .join();
            assertThat(started).containsExactly(last);
        }
        assertThat(ProcessorList.ofThisThread()).isEqualTo(free);
    }

    @Test
    void whatTheSystemRefusesLeavesTheThreadFree() {
        SortedSet<Integer> free = ProcessorList.ofThisThread();
        try (Pinning nowhere = Pinning.to(List.of(free.last() + 100_000));
                Pinning unasked = Pinning.to(List.of())) {
            assertThat(nowhere.processors()).isEmpty();
            assertThat(unasked.processors()).isEmpty();
            assertThat(ProcessorList.ofThisThread()).isEqualTo(free);
        }
    }
}
