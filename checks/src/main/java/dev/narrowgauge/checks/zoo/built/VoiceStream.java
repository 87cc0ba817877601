package dev.narrowgauge.checks.zoo.built;

import static dev.narrowgauge.engine.onnx.graph.Attributes.graph;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.judge.Stream;
import dev.narrowgauge.checks.judge.Stream.State;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.checks.zoo.NetworkBuilder;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A voice detector with states; where it knows two sample rates, all of it is in the branches of an If, one for each. */
record VoiceStream(boolean knowsRates) implements Architecture {
    private static final long SEED = 71;
    private static final long RATE = 16_000;
    private static final int WINDOW = 128;
    private static final List<State> STATES =
            List.of(new State("h", "hn", 1, 1, VoiceLayers.HIDDEN), new State("c", "cn", 1, 1, VoiceLayers.HIDDEN));

    @Override
    public String name() {
        return knowsRates ? "voice-stream-if" : "voice-stream";
    }

    @Override
    public String topology() {
        return "Fourier transform, convolutions and LSTM with states" + (knowsRates ? ", in an If" : "");
    }

    @Override
    public Map<String, OutputKind> outputs() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("voice", OutputKind.PROBABILITIES);
        outputs.put("hn", OutputKind.VALUES);
        outputs.put("cn", OutputKind.VALUES);
        return outputs;
    }

    @Override
    public Samples samples(int set, int count) {
        Samples steps = Samples.of("sound", VoiceLayers.sound(SEED + set, count));
        if (knowsRates) {
            long[] rates = new long[count];
            Arrays.fill(rates, RATE);
            steps = steps.with("sr", Values.longs(rates, count));
        }
        return Stream.of(build(), steps, STATES, "voice").samples();
    }

    @Override
    public ModelProto build() {
        NetworkBuilder network = new NetworkBuilder(name(), SEED);
        network.fixedInput("sound", ElementType.FLOAT, 1, VoiceLayers.CHUNK);
        if (knowsRates) {
            network.fixedInput("sr", ElementType.INT64);
        }
        STATES.forEach(state -> network.fixedInput(state.input(), ElementType.FLOAT, state.dims()));
        List<String> answers;
        if (knowsRates) {
            String isFull = network.node("Equal", List.of("sr", network.longScalar(RATE)));
            answers = network.nodes(
                    "If",
                    3,
                    List.of(isFull),
                    graph("then_branch", branch("full_", WINDOW)),
                    graph("else_branch", branch("half_", WINDOW / 2)));
        } else {
            var answer = new VoiceLayers(network).detect("sound", "h", "c", WINDOW);
            answers = List.of(answer.voice(), answer.hidden(), answer.cell());
        }
        network.output(answers.get(0), "voice");
        network.output(answers.get(1), "hn");
        network.output(answers.get(2), "cn");
        return network.build(17);
    }

    private static GraphProto branch(String prefix, int window) {
        NetworkBuilder branch = new NetworkBuilder("branch", SEED, prefix);
        var answer = new VoiceLayers(branch).detect("sound", "h", "c", window);
        branch.output(answer.voice(), prefix + "voice");
        branch.output(answer.hidden(), prefix + "hidden");
        branch.output(answer.cell(), prefix + "cell");
        return branch.graph();
    }
}
