package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.api.page.Csv;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestCsv {
    @Test
    void cellsAreQuotedWhereTheyMust() {
        assertThat(Csv.of(
                        List.of("name", "value"),
                        List.of(List.of("a, \"b\"", 1.5), List.of("two\nlines", Optional.empty()))))
                .isEqualTo("name,value\r\n\"a, \"\"b\"\"\",1.5\r\n\"two\nlines\",\r\n");
    }

    @Test
    void textIsNoFormula() {
        assertThat(Csv.of(List.of("name"), List.of(List.of("=1+1"), List.of(-1), List.of(Optional.of("@x")))))
                .isEqualTo("name\r\n'=1+1\r\n-1\r\n'@x\r\n");
    }
}
