package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineAnswer;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelValidator;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.Reducer;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import dev.narrowgauge.engine.onnx.reduce.Trials;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.ModelDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Shows the fault on the whole model, and reduces the model while it shows. Each try is an engine child of its own. */
final class Reduction {
    /** A candidate that takes many times as long as the whole model has another fault. */
    private static final int MOST_TIMES_AS_LONG = 4;

    private static final Duration LEAST_DEADLINE = Duration.ofSeconds(20);
    private static final long MOST_SAMPLE_BYTES = 256L << 20;

    private final Engine engine;
    private final Question question;
    private final Path directory;
    private final Duration budget;
    private final long seed;
    private final long begun = System.nanoTime();

    /**
     * @param directory for files on the way
     * @param budget for the reducing, once the fault has shown
     * @param seed of data that is made up where no run gives any
     */
    Reduction(Engine engine, Question question, Path directory, Duration budget, long seed) {
        this.engine = engine;
        this.question = question;
        this.directory = directory;
        this.budget = budget;
        this.seed = seed;
    }

    /**
     * @param data empty where the fault shows without running
     * @param rescue takes the smallest model found when the caller, or whatever goes wrong, stops the work
     */
    Reduced reduce(Path file, Optional<GivenSamples> data, EngineCall call, Consumer<Reduced> rescue) {
        FaultContext on = FaultContext.of(engineItself(call), call.limits());
        OnnxModel model = OnnxModelReader.readUnchecked(OnnxModelReader.locate(file, directory))
                .inlined();
        Judge judge = new Judge(engine, question, directory, model.proto());
        call.progress().progress("whole", 0, 1);
        long firstBegun = System.nanoTime();
        Symptom first = judge.symptom(
                        model.proto(), data, silent(call, call.limits().deadline()))
                .orElseThrow(() -> notShown(file, "nothing is wrong with it"));
        if (!question.isAsked(first)) {
            throw notShown(file, first.sentence());
        }
        Duration deadline = deadline(Duration.ofNanos(System.nanoTime() - firstBegun), call);
        EngineCall each = silent(call, deadline);
        FaultyModel start = withSamples(model, data, candidate -> shows(judge, candidate, first, each), file);
        Found found = new Found(start, samples(data, model), first, on, System.nanoTime() + budget.toNanos());
        Trials trials = new Trials(
                start,
                checked(model, candidate -> shows(judge, candidate, first, each)),
                () -> !found.isOutOfTime(),
                call.progress()::progress);
        Observation observation = new Observation(engine, directory, seed);
        // How long a node takes is a matter of lengths.
        boolean shorter = question.when() != Fault.SLOWER;
        Reducer reducer = new Reducer(trials, whole -> observation.of(whole, each), shorter);
        try {
            FaultyModel reduced = reducer.reduce(start);
            Optional<Symptom> last = judge.symptom(reduced, each).filter(first::isLike);
            return found.reduced(reduced, last, reducer, trials, false);
        } catch (RuntimeException stopped) {
            rescue.accept(found.reduced(trials.best(), Optional.empty(), reducer, trials, true));
            throw stopped;
        }
    }

    /** What is known before the model is made smaller. */
    private final class Found {
        private final FaultyModel start;
        private final long samplesBefore;
        private final Symptom first;
        private final FaultContext on;
        private final long end;

        Found(FaultyModel start, long samplesBefore, Symptom first, FaultContext on, long end) {
            this.start = start;
            this.samplesBefore = samplesBefore;
            this.first = first;
            this.on = on;
            this.end = end;
        }

        boolean isOutOfTime() {
            return System.nanoTime() - end >= 0;
        }

        Reduced reduced(FaultyModel after, Optional<Symptom> last, Reducer reducer, Trials trials, boolean stopped) {
            return new Reduced(
                    start,
                    samplesBefore,
                    first,
                    after,
                    last,
                    reducer.isOfUntakenBranch(),
                    trials.tried(),
                    isOutOfTime(),
                    stopped,
                    Duration.ofNanos(System.nanoTime() - begun),
                    on);
        }
    }

    private boolean shows(Judge judge, FaultyModel candidate, Symptom fault, EngineCall call) {
        return judge.symptom(candidate, call)
                .filter(fault::isLike)
                .filter(shown -> question.isEnough(shown, fault))
                .isPresent();
    }

    /** No child has to be started for what is no model, unless that is the fault. */
    private static Predicate<FaultyModel> checked(OnnxModel whole, Predicate<FaultyModel> judge) {
        return isValid(whole.proto()) ? candidate -> isValid(candidate.model()) && judge.test(candidate) : judge;
    }

    private static boolean isValid(ModelProto model) {
        try {
            OnnxModelValidator.validate(OnnxModel.of(model));
            return true;
        } catch (NarrowgaugeException e) {
            return false;
        }
    }

    private Duration deadline(Duration first, EngineCall call) {
        Duration asked = call.limits().deadline();
        if (question.when() == Fault.HANG) {
            return asked;
        }
        Duration enough = first.multipliedBy(MOST_TIMES_AS_LONG);
        Duration least = enough.compareTo(LEAST_DEADLINE) < 0 ? LEAST_DEADLINE : enough;
        return least.compareTo(asked) < 0 ? least : asked;
    }

    /** With no samples where the fault shows without, else with as few of the first ones as show it. */
    private FaultyModel withSamples(
            OnnxModel model, Optional<GivenSamples> data, Predicate<FaultyModel> shows, Path file) {
        FaultyModel alone = new FaultyModel(model.proto(), Samples.NONE);
        if (data.isEmpty()) {
            return alone;
        }
        if (question.when() != Fault.DIVERGES && question.when() != Fault.SLOWER && shows.test(alone)) {
            return alone;
        }
        List<InputSpec> inputs =
                model.describe().inputs().stream().map(InputSpec::of).toList();
        for (int most = 1; ; most *= 2) {
            Samples read = read(data.get(), model, inputs, most);
            FaultyModel some = new FaultyModel(model.proto(), read.ofOneShape());
            if (shows.test(some)) {
                return some;
            }
            if (read.count() < most) {
                throw notShown(file, "it does not show where the samples are run in the shape of the first one");
            }
            if (read.bytes() > MOST_SAMPLE_BYTES) {
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "%s shows the fault only on more than %s of samples; give smaller ones that show it"
                                .formatted(file, Numbers.bytes(MOST_SAMPLE_BYTES)));
            }
        }
    }

    private static Samples read(GivenSamples data, OnnxModel model, List<InputSpec> inputs, int most) {
        try (SampleSet dataset = data.open(model)) {
            return Samples.read(dataset, inputs, most);
        }
    }

    private static long samples(Optional<GivenSamples> data, OnnxModel model) {
        if (data.isEmpty()) {
            return 0;
        }
        try (SampleSet dataset = data.get().open(model)) {
            return dataset.samples();
        }
    }

    private NarrowgaugeException notShown(Path file, String instead) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s does not show the fault '%s', so there is nothing to reduce (%s); give the recipe, data and limits with which it shows"
                        .formatted(file, question.when().word(), instead.replaceFirst("\\.$", "")));
    }

    private static EngineCall silent(EngineCall call, Duration deadline) {
        return new EngineCall(call.limits().withDeadline(deadline), ProgressListener.none(), call.cancel());
    }

    /** Shows that an engine starts at all, before its not starting is taken for a fault of the model. */
    private EngineAnswer<ModelDescription> engineItself(EngineCall call) {
        ModelProto.Builder smallest = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
        smallest.getGraphBuilder()
                .setName("identity")
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("x")
                        .addOutput("y"))
                .addInput(scalar("x"))
                .addOutput(scalar("y"));
        Path file = directory.resolve("identity.onnx");
        OnnxModelWriter.write(smallest.build(), file);
        InspectModel task = InspectModel.newBuilder()
                .setModelPath(file.toString())
                .setWorkDirectory(directory.toString())
                .setTellMachine(true)
                .build();
        return engine.inspectModel(task, silent(call, call.limits().deadline()));
    }

    private static ValueInfoProto scalar(String name) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(1).getShapeBuilder();
        return value.build();
    }
}
