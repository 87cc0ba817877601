package dev.narrowgauge.checks.judge;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.frame.TemporaryDirectory;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with states that went through samples one after the other, from zeros on.
 *
 * @param samples with the states that it had before each
 * @param watched one of its outputs at each
 */
public record Stream(Samples samples, List<float[]> watched) {
    /** An output that is an input of the next step, of floats. */
    public record State(String input, String output, long... dims) {
        int size() {
            return Math.toIntExact(Arrays.stream(dims).reduce(1, Math::multiplyExact));
        }
    }

    /** @param steps inputs that are no states, each with a first axis that counts the steps and is not fed */
    public static Stream of(ModelProto model, Samples steps, List<State> states, String watched) {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            Path file = directory.path().resolve("model.onnx");
            OnnxModelWriter.write(model, file);
            try (ModelSession session = new OnnxRuntime(1).open(file, Optimization.FULL);
                    BoundRun run = BoundRun.ofAll(session);
                    BatchFeed feed = new BatchFeed(session)) {
                return of(run, feed, steps, states, watched);
            }
        }
    }

    private static Stream of(BoundRun run, BatchFeed feed, Samples steps, List<State> states, String watched) {
        Map<String, float[]> held = new LinkedHashMap<>();
        Map<String, float[]> recorded = new LinkedHashMap<>();
        for (State state : states) {
            held.put(state.input(), new float[state.size()]);
            recorded.put(state.input(), new float[state.size() * steps.count()]);
        }
        List<float[]> seen = new ArrayList<>();
        for (int step = 0; step < steps.count(); step++) {
            Samples alone = steps.slice(step, step + 1);
            for (State state : states) {
                float[] now = held.get(state.input());
                System.arraycopy(now, 0, recorded.get(state.input()), step * now.length, now.length);
                alone = alone.with(state.input(), Values.floats(now, dims(1, state)));
            }
            feed.take(batch(step, alone));
            Map<String, OutputValues> outputs = new LinkedHashMap<>();
            run.run(feed).forEach((name, tensor) -> outputs.put(name, OutputValues.of(tensor)));
            states.forEach(
                    state -> held.put(state.input(), outputs.get(state.output()).floats()));
            seen.add(outputs.get(watched).floats());
        }
        Samples all = steps;
        for (State state : states) {
            all = all.with(state.input(), Values.floats(recorded.get(state.input()), dims(steps.count(), state)));
        }
        return new Stream(all, seen);
    }

    private static long[] dims(int count, State state) {
        long[] dims = new long[state.dims().length + 1];
        dims[0] = count;
        System.arraycopy(state.dims(), 0, dims, 1, state.dims().length);
        return dims;
    }

    private static Batch batch(int step, Samples alone) {
        List<BatchTensor> tensors = new ArrayList<>();
        alone.arrays().forEach((name, values) -> {
            ByteBuffer memory = ByteBuffer.allocateDirect(values.bytes().length).order(ByteOrder.nativeOrder());
            memory.put(values.bytes()).flip();
            ElementType type = values.type().equals("<i8") ? ElementType.INT64 : ElementType.FLOAT;
            List<Long> dims = Arrays.stream(values.dims()).skip(1).boxed().toList();
            tensors.add(new BatchTensor(name, type, dims, memory));
        });
        return new Batch(step, 1, tensors, List.of());
    }
}
