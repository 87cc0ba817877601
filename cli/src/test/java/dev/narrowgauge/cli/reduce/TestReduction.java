package dev.narrowgauge.cli.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that end the child, with children that really end. */
class TestReduction {
    @TempDir
    private Path directory;

    private final CancelToken cancel = new CancelToken();
    private final List<FaultyModel> left = new ArrayList<>();

    @Test
    void aNodeThatKillsTheEngineIsLeftAlone() {
        Reduced reduced = reduce(question(Fault.CRASH, Exercise.QUANTIZE), "Relu", "Elu", "Tanh", "Sigmoid", "Abs");
        assertThat(operators(reduced.after())).containsExactly("Elu");
        assertThat(reduced.last())
                .hasValueSatisfying(symptom -> assertThat(symptom.sentence()).contains("ENGINE_CRASHED", "signal 6"));
        assertThat(reduced.on().engineVersion()).isEqualTo("fake");
    }

    @Test
    void whatShowsNoFaultOrAnotherIsNotReduced() {
        assertThatThrownBy(() -> reduce(question(Fault.CRASH, Exercise.QUANTIZE), "Relu", "Tanh"))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
                .hasMessageContaining("nothing to reduce (nothing is wrong with it)");
        assertThatThrownBy(() -> reduce(question(Fault.REFUSED, Exercise.QUANTIZE), "Relu", "Elu"))
                .hasMessageContaining("nothing to reduce (ENGINE_CRASHED: the engine crashed with signal 6");
    }

    @Test
    void aCancelHandsOverTheSmallestSoFar() {
        assertThatThrownBy(() -> reduce(
                        question(Fault.CRASH, Exercise.QUANTIZE),
                        (stage, done, total) -> {
                            if (stage.equals("names")) {
                                cancel.cancel();
                            }
                        },
                        "Relu",
                        "Elu",
                        "Tanh"))
                .isInstanceOf(CancellationException.class);
        assertThat(left)
                .singleElement()
                .satisfies(model -> assertThat(operators(model)).containsExactly("Elu"));
    }

    /** A full disk, a machine that stays busy, or a defect: none of them takes what was found. */
    @Test
    void whateverEndsTheWorkLeavesTheSmallestSoFar() {
        IllegalStateException defect = new IllegalStateException("a defect");
        assertThatThrownBy(() -> reduce(
                        question(Fault.CRASH, Exercise.QUANTIZE),
                        (stage, done, total) -> {
                            if (stage.equals("names")) {
                                throw defect;
                            }
                        },
                        "Relu",
                        "Elu",
                        "Tanh"))
                .isSameAs(defect);
        assertThat(left)
                .singleElement()
                .satisfies(model -> assertThat(operators(model)).containsExactly("Elu"));
    }

    @Test
    void whatTheMachineLacksIsNoFaultOfTheModel() {
        Samples fed = new Samples(List.of(Map.of("v0", Tensors.floats("v0", new float[4], 4))));
        FaultyModel model = new FaultyModel(chain("Relu", "Tanh", "Abs"), fed);
        EngineCall call = new EngineCall(limits(), ProgressListener.none(), cancel);
        assertThatThrownBy(() -> new Observation(engine(), directory, 1).of(model, call))
                .isInstanceOfSatisfying(
                        NarrowgaugeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL));
    }

    private static Question question(Fault when, Exercise exercise) {
        return new Question(when, exercise, "", 20, OptionalDouble.empty(), Optional.empty());
    }

    private static List<String> operators(FaultyModel model) {
        return model.model().getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    private Reduced reduce(Question question, String... operators) {
        return reduce(question, ProgressListener.none(), operators);
    }

    private Reduced reduce(Question question, ProgressListener progress, String... operators) {
        Path file = directory.resolve("whole.onnx");
        OnnxModelWriter.write(chain(operators), file);
        return new Reduction(engine(), question, directory, Duration.ofMinutes(5), 1)
                .reduce(
                        file,
                        Optional.empty(),
                        new EngineCall(limits(), progress, cancel),
                        stopped -> left.add(stopped.after()));
    }

    private static EngineLimits limits() {
        return new EngineLimits(192L << 20, Duration.ofMinutes(5), 1);
    }

    private Engine engine() {
        EngineProgram program = new EngineProgram(
                System.getProperty("java.class.path"), MisbehavingEngine.class.getName(), Optional.empty());
        return new Engine(program, directory, MachineLock.in(directory));
    }

    private static ModelProto chain(String... operators) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
        model.getGraphBuilder().setName("chain").addInput(row("v0"));
        for (int i = 0; i < operators.length; i++) {
            model.getGraphBuilder()
                    .addNode(NodeProto.newBuilder()
                            .setOpType(operators[i])
                            .addInput("v" + i)
                            .addOutput("v" + (i + 1)));
        }
        model.getGraphBuilder().addOutput(row("v" + operators.length));
        return model.build();
    }

    private static ValueInfoProto row(String name) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(1)
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(4);
        return value.build();
    }
}
