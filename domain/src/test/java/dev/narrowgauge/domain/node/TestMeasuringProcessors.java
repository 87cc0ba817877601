package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TestMeasuringProcessors {
    /** Four cores of two threads, in the order that Linux gives them. */
    private static final Map<Integer, String> SIBLINGS =
            Map.of(0, "0,4", 1, "1,5", 2, "2,6", 3, "3,7", 4, "0,4", 5, "1,5", 6, "2,6", 7, "3,7");

    @Test
    void siblingsAreOneCore() {
        assertThat(cores(8, 0, 1, 2, 3, 4, 5, 6, 7).processors())
                .containsExactly(List.of(0, 4), List.of(1, 5), List.of(2, 6), List.of(3, 7));
        assertThat(cores(8, 1, 4, 5).processors()).containsExactly(List.of(1, 5), List.of(4));
        assertThat(PhysicalCores.of(new TreeSet<>(List.of(0, 1)), processor -> "", 2)
                        .processors())
                .containsExactly(List.of(0), List.of(1));
    }

    @Test
    void theFirstCoreIsLeftToTheAgent() {
        assertThat(MeasuringProcessors.of(cores(8, 0, 1, 2, 3, 4, 5, 6, 7), 0))
                .isEqualTo(new MeasuringProcessors(3, List.of(1, 2, 3)));
        assertThat(MeasuringProcessors.of(cores(2, 0, 1), 0)).isEqualTo(new MeasuringProcessors(1, List.of(1)));
    }

    @Test
    void aSingleCoreIsMeasuredOn() {
        assertThat(MeasuringProcessors.of(cores(1, 5), 0)).isEqualTo(new MeasuringProcessors(1, List.of(5)));
        assertThat(MeasuringProcessors.of(cores(2, 2, 6), 0)).isEqualTo(new MeasuringProcessors(1, List.of(2)));
    }

    @Test
    void lessTimeThanCoresIsNotExceeded() {
        assertThat(MeasuringProcessors.of(cores(2, 0, 1, 2, 3), 0)).isEqualTo(new MeasuringProcessors(1, List.of(1)));
    }

    @Test
    void threadsThatWereAskedForAreKept() {
        PhysicalCores cores = cores(8, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(MeasuringProcessors.of(cores, 1)).isEqualTo(new MeasuringProcessors(1, List.of(1)));
        assertThat(MeasuringProcessors.of(cores, 4)).isEqualTo(new MeasuringProcessors(4, List.of(0, 1, 2, 3)));
        assertThat(MeasuringProcessors.of(cores, 6))
                .isEqualTo(new MeasuringProcessors(6, List.of(0, 1, 2, 3, 4, 5, 6, 7)));
    }

    private static PhysicalCores cores(int allowedTime, Integer... allowed) {
        return PhysicalCores.of(new TreeSet<>(List.of(allowed)), SIBLINGS::get, allowedTime);
    }
}
