package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator of the standard domain, at every opset from 7 to 22 where a version of it begins and at the last one,
 * alone and between products: it quantizes or is refused, loads, runs, and leaves alone what it does not touch.
 */
@Execution(ExecutionMode.CONCURRENT)
class TestCorpus {
    private static final long LAST = 22;

    private static final Set<String> REMOVED = Set.of("Scatter", "Upsample");

    /** Operators without a model here. Only ever remove some. */
    private static final Map<String, String> NOT_COVERED = Map.of("ImageDecoder", "ONNX Runtime has no kernel for it");

    /** Operators at opsets that ONNX Runtime has no kernel for. */
    private static final Set<String> NO_KERNEL = Set.of(
            "Bernoulli 22",
            "GlobalLpPool 22",
            "MaxRoiPool 22",
            "Multinomial 22",
            "RandomNormal 22",
            "RandomNormalLike 22",
            "RandomUniform 22",
            "RandomUniformLike 22",
            "RoiAlign 22");

    private static final Corpus CORPUS = Corpus.all();

    @Test
    void everyOperatorIsCovered() {
        Set<String> covered = new TreeSet<>(NOT_COVERED.keySet());
        CORPUS.entries().forEach(entry -> covered.add(entry.operator()));
        assertThat(covered).isEqualTo(Corpus.versions().keySet());
    }

    static Stream<String> operators() {
        return CORPUS.entries().stream().map(Corpus.Entry::operator).distinct().sorted();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void operatorQuantizesOrIsRefused(String operator) {
        CorpusCheck check = new CorpusCheck();
        List<Long> versions = Corpus.versions().get(operator);
        CORPUS.entries().stream()
                .filter(entry -> entry.operator().equals(operator))
                .forEach(entry -> opsets(entry, versions).forEach(opset -> {
                    check.check(entry, opset, false);
                    check.check(entry, opset, true);
                }));
        assertThat(check.notRun()).isSubsetOf(NO_KERNEL);
        assertThat(check.refusals()).allMatch(TestCorpus::isExpected);
        assertThat(check.failures()).as(check.summary()).isEmpty();
    }

    /** Models that are quantized already, and control flow that is too old to be raised. */
    private static boolean isExpected(String refusal) {
        return refusal.contains("MODEL_ALREADY_QUANTIZED")
                || (refusal.contains("MODEL_UNSUPPORTED_OPSET") && refusal.contains("control"));
    }

    private static Set<Long> opsets(Corpus.Entry entry, List<Long> versions) {
        Set<Long> opsets = new LinkedHashSet<>();
        versions.stream().map(version -> Math.max(version, entry.since())).forEach(opsets::add);
        if (!REMOVED.contains(entry.operator())) {
            opsets.add(LAST);
        }
        return opsets;
    }
}
