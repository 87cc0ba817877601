package dev.narrowgauge.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pipelines branch on these numbers. */
class TestExitCode {
    @Test
    void numberOfEveryOutcome() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::status))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 70, 130);
        assertThat(ExitCode.meanings().keySet()).containsExactly("0", "1", "2", "3", "4", "5", "6", "70", "130");
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST_INVALID, 4",
        "KEY_MISSING, 4",
        "KEY_REFUSED, 4",
        "TOKEN_REFUSED, 4",
        "ACCESS_DENIED, 4",
        "FILE_NOT_FOUND, 4",
        "OUTPUT_NOT_WRITABLE, 4",
        "SERVICE_UNREACHABLE, 5",
        "PORT_IN_USE, 6",
        "DATA_DIRECTORY_IN_USE, 6",
        "DISK_FULL, 6",
        "STORAGE_UNAVAILABLE, 6",
        "ENGINE_UNAVAILABLE, 6",
        "THREAD_REFUSED, 6",
        "DOCUMENT_TOO_NEW, 6",
        "SCHEMA_TOO_OLD, 6",
        "BROKER_TOO_OLD, 6",
        "ENGINE_OUT_OF_MEMORY, 6",
        "ENGINE_TIMED_OUT, 6",
        "ENGINE_CRASHED, 70",
        "VARIANT_REJECTED_BY_RUNTIME, 70",
        "INTERNAL_ERROR, 70"
    })
    void failures(ErrorCode failure, int status) {
        assertThat(ExitCode.of(failure).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void noFailureLooksLikeAVerdict(ErrorCode failure) {
        assertThat(ExitCode.of(failure)).isNotIn(ExitCode.OK, ExitCode.FAIL, ExitCode.CANNOT_TELL, ExitCode.INVALID);
    }

    @Test
    void verdicts() {
        assertThat(List.of(Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.INVALID))
                .extracting(verdict -> verdict.exitCode().status())
                .containsExactly(0, 1, 2, 3);
    }
}
