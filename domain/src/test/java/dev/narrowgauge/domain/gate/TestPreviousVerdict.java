package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.PreviousVerdict.OutcomeChange;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestPreviousVerdict {
    private final Gate gate = new Gate(Policy.standard());

    private final List<Row> before = gate.rows(List.of(measured(Precision.INT8, 0.4, 10_000, 0, 0)));
    private final List<Row> now = gate.rows(List.of(
            measured(Precision.INT8, 1.2, 10_000, 0, 0),
            new Evidence.Missing("other", Precision.INT8, "x86-vnni", ErrorCode.ENGINE_CRASHED, "It crashed.")));
    private final PreviousVerdict previous = PreviousVerdict.of("a run", Instant.EPOCH, Verdict.PASS, before, now);

    @Test
    void eachOutcomeStandsBesideTheOneBefore() {
        OutcomeChange latency = change("latency");
        assertThat(latency.before().verdict()).isEqualTo(Verdict.PASS);
        assertThat(latency.after().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(latency.before().observed())
                .isEqualTo(before.getLast().rules().stream()
                        .filter(rule -> rule.rule().equals("latency"))
                        .findFirst()
                        .orElseThrow()
                        .observed());
        assertThat(latency.differs()).isTrue();
        assertThat(change("accuracy").differs()).isFalse();
        assertThat(change(PreviousVerdict.MEASURED).before()).isNull();
        assertThat(change(PreviousVerdict.MEASURED).after().verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void whatIsSaidOfTheNewVerdictHasToBeWhatThatSays() {
        assertThat(PreviousVerdict.differences(previous.outcomes(), now)).isEmpty();
        assertThat(PreviousVerdict.differences(previous.outcomes(), before))
                .anySatisfy(sentence -> assertThat(sentence).contains("rule latency"));
        assertThat(PreviousVerdict.differences(
                        previous.outcomes().subList(1, previous.outcomes().size()), now))
                .singleElement()
                .asString()
                .contains("leaves out rule " + previous.outcomes().getFirst().rule());
    }

    private OutcomeChange change(String rule) {
        return previous.outcomes().stream()
                .filter(change -> change.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }
}
