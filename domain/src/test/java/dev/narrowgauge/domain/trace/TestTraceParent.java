package dev.narrowgauge.domain.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestTraceParent {
    @Test
    void headerIsReadAsItIsWritten() {
        String header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        TraceParent parent = TraceParent.read(header).orElseThrow();
        assertThat(parent).isEqualTo(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01"));
        assertThat(parent.text()).isEqualTo(header);
    }

    @Test
    void whatIsNoneSaysNothing() {
        assertThat(TraceParent.read(null)).isEmpty();
        for (String wrong : List.of(
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n")) {
            assertThat(TraceParent.read(wrong)).as(wrong).isEmpty();
        }
    }
}
