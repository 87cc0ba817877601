package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestStarted {
    private final List<String> closed = new ArrayList<>();

    @Test
    void failedStartClosesWhatItHadStarted() {
        assertThatThrownBy(() -> {
                    try (Started starting = new Started()) {
                        addTwo(starting);
                        throw new IllegalStateException("the third fails");
                    }
                })
                .hasMessage("the third fails")
                .hasNoSuppressedExceptions();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void whatIsKeptIsClosedOnceByWhoKeepsIt() {
        Started kept;
        try (Started starting = new Started()) {
            addTwo(starting);
            kept = starting.keep();
        }
        assertThat(closed).isEmpty();
        kept.close();
        kept.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void oneThatDoesNotCloseLeavesNoOtherOpen() {
        Started started = new Started();
        started.add(() -> closed.add("below"));
        started.add(() -> {
            throw new IOException("the disk is gone");
        });
        started.add(() -> closed.add("above"));
        started.close();
        assertThat(closed).containsExactly("above", "below");
    }

    private void addTwo(Started starting) {
        starting.add(() -> closed.add("first"));
        starting.add(() -> closed.add("second"));
    }
}
