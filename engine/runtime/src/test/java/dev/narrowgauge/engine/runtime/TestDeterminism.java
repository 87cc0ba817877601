package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.CheckDeterminism;
import dev.narrowgauge.proto.engine.DeterminismChecked;
import dev.narrowgauge.proto.engine.EngineRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDeterminism {
    private static DeterminismChecked check(Path model, Path samples) {
        return EngineDriver.answer(EngineRequest.newBuilder()
                        .setThreads(2)
                        .setCheckDeterminism(CheckDeterminism.newBuilder()
                                .setModelPath(model.toString())
                                .setDatasetPath(samples.toString())
                                .setSamples(4))
                        .build())
                .getResult()
                .getDeterminismChecked();
    }

    @Test
    void networkGivesTheSameAgain() {
        DeterminismChecked checked = check(Samples.model("digits-cnn"), Samples.calibration("digits"));
        assertThat(checked.getThreads()).isEqualTo(2);
        assertThat(checked.getDifferencesList()).hasSize(6);
        assertThat(checked.getDifferencesList().subList(0, 2)).allSatisfy(difference -> {
            assertThat(difference.getSamples()).isEqualTo(4);
            assertThat(difference.getDifferingSamples()).isZero();
            assertThat(difference.getRemedy()).isEmpty();
        });
        assertThat(checked.getDifferencesList())
                .allSatisfy(difference -> assertThat(difference.getDifferingSamples() == 0)
                        .isEqualTo(difference.getRemedy().isEmpty()));
    }

    /** What draws numbers gives others at each run, whatever the settings. */
    @Test
    void modelThatDrawsNumbersIsFoundOut(@TempDir Path directory) throws IOException {
        TinyGraph graph = new TinyGraph();
        String noise = graph.node("RandomNormalLike", "n", List.of("x"));
        graph.node("Add", "y", List.of("x", noise));
        Path model = TinyGraph.write(graph.build("y", 3), directory.resolve("noise.onnx"));
        DeterminismChecked checked = check(model, TinyGraph.samples(directory.resolve("samples.npz")));
        assertThat(checked.getDifferences(0).getDifferingSamples()).isEqualTo(4);
        assertThat(checked.getDifferences(0).getLargest()).isPositive();
        assertThat(checked.getDifferences(0).getRemedy()).isEmpty();
    }
}
