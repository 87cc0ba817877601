package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestProcessorList {
    @Test
    void rangesAndSingleProcessorsAreRead() {
        assertThat(ProcessorList.parse("0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(ProcessorList.parse("5")).containsExactly(5);
        assertThat(ProcessorList.parse(" ")).isEmpty();
        assertThatThrownBy(() -> ProcessorList.parse("all")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neighboursAreOneRange() {
        assertThat(ProcessorList.text(ProcessorList.parse("3"))).isEqualTo("processor 3");
        assertThat(ProcessorList.text(ProcessorList.parse("0,1"))).isEqualTo("processors 0-1");
        assertThat(ProcessorList.text(ProcessorList.parse("11,10,8,0-3"))).isEqualTo("processors 0-3,8,10-11");
    }

    @Test
    void theStatusOfAThreadSaysWhereItMayRun() {
        assertThat(ProcessorList.allowed("Name:\tjava\nCpus_allowed:\t5\nCpus_allowed_list:\t0,2\n"))
                .containsExactly(0, 2);
        assertThat(ProcessorList.allowed("Name:\tjava\n")).isEmpty();
    }
}
