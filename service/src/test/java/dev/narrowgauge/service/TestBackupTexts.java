package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a person is told of a check of an installation. */
class TestBackupTexts {
    @Test
    void whatIsWholeIsCalledThat() {
        assertThat(new BackupCheck.Result(4, 3 << 20, 1, 0, 0).sentences())
                .containsExactly(
                        "Looked at 4 contents of 3 MiB and 1 verdict.",
                        "All content is there and has its SHA-256, and every verdict that was made again is the same.");
    }

    /** Nothing is claimed of what nobody could look at. */
    @Test
    void whatCouldNotBeMadeAgainIsSaid() {
        assertThat(new BackupCheck.Result(1, 0, 3, 2, 0).sentences())
                .containsSubsequence(
                        "Looked at 1 content of 0 MiB and 3 verdicts.",
                        "Not made again, for want of evidence that this release can read: 2 verdicts.");
    }

    @Test
    void faultsAreCountedWithWhatToDo() {
        assertThat(new BackupCheck.Result(2, 0, 0, 0, 1).sentences())
                .last()
                .asString()
                .startsWith("This installation is not whole: 1 fault. Copy ");
    }
}
