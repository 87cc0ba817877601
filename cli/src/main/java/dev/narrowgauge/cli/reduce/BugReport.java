package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A reduction as Markdown that can be pasted into a report as it is. */
final class BugReport {
    static final String NOT_ONCE_MORE =
            "It showed while the model was reduced, but not once more: it does not show every time";

    private static final int MOST_NODES = 30;

    /** A reader who looks for what the original's answers lost looks in the wrong place. */
    static final String UNTAKEN =
            "It is of a branch of an If that no sample takes; no branch that one takes shows the fault alone.";

    private final Reduced reduced;
    private final Question question;
    private final ReducedFiles files;

    BugReport(Reduced reduced, Question question, ReducedFiles files) {
        this.reduced = reduced;
        this.question = question;
        this.files = files;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# " + title());
        lines.add("");
        lines.add(shown());
        lines.addAll(List.of("", "Asked for: " + question.sentence() + ".", ""));
        if (reduced.untaken()) {
            lines.addAll(List.of(UNTAKEN, ""));
        }
        lines.addAll(graph());
        lines.addAll(List.of("To see it, with the files `" + name(files.model().path()) + "`" + data() + ":", ""));
        lines.addAll(command());
        lines.addAll(List.of("", "| | original | reduced |", "|---|---|---|"));
        lines.add("| nodes | %d | %d |"
                .formatted(reduced.before().nodes(), reduced.after().nodes()));
        lines.add("| samples | %d | %d |"
                .formatted(reduced.samplesBefore(), reduced.after().samples().count()));
        lines.add("| model | %s | %s |".formatted(bytes(reduced.before()), bytes(reduced.after())));
        lines.add("| shows | %s | %s |".formatted(reduced.first().sentence(), shownInTheEnd()));
        lines.addAll(List.of("", machine(), ""));
        return String.join("\n", lines);
    }

    /** What the whole model shows is no word on the reduced one. */
    private String shown() {
        if (reduced.last().isEmpty() && !reduced.stopped()) {
            return NOT_ONCE_MORE + ". Of the original: " + reduced.first().sentence();
        }
        return reduced.last().orElse(reduced.first()).sentence();
    }

    private String shownInTheEnd() {
        return reduced.last().map(Symptom::sentence).orElse(reduced.stopped() ? "the same" : "not every time");
    }

    private String title() {
        String operators = reduced.after().model().getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        String what = switch (question.exercise()) {
            case QUANTIZE -> "quantizing";
            case RUN -> "running";
            case OPTIMIZATIONS -> "running with and without optimizations";
            case PREPARATION -> "preparing";
        };
        return "%s: %s a model of %s".formatted(question.when().word(), what, operators);
    }

    private String data() {
        return reduced.after().samples().isEmpty()
                ? ""
                : " and `" + name(files.data().path()) + "`";
    }

    private List<String> graph() {
        GraphProto graph = reduced.after().model().getGraph();
        if (reduced.after().nodes() > MOST_NODES) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("```");
        lines.addAll(GraphText.of(graph));
        lines.addAll(List.of("```", ""));
        return lines;
    }

    private List<String> command() {
        return switch (question.exercise()) {
            case QUANTIZE -> quantize();
            case RUN -> python("ORT_ENABLE_ALL");
            case OPTIMIZATIONS -> python("ORT_ENABLE_ALL", "ORT_DISABLE_ALL");
            case PREPARATION -> prepare();
        };
    }

    private List<String> quantize() {
        String timed = question.when() == Fault.SLOWER ? "" : " --no-latency-check";
        return shell("narrowgauge quantize %s%s%s --keep%s -o variant.onnx"
                .formatted(name(files.model().path()), calibration(), recipe(), timed));
    }

    private List<String> prepare() {
        String model = name(files.model().path());
        return shell(
                "narrowgauge recipe explain %s%s%s --prepared prepared.onnx".formatted(model, calibration(), recipe()),
                "narrowgauge evaluate prepared.onnx --baseline %s --data %s"
                        .formatted(model, name(files.data().path())));
    }

    private String calibration() {
        return reduced.after().samples().isEmpty()
                ? ""
                : " --calibration " + name(files.data().path());
    }

    private String recipe() {
        return question.recipeJson().isEmpty() ? "" : " --recipe recipe.yaml";
    }

    private List<String> shell(String... commands) {
        List<String> lines = new ArrayList<>();
        lines.add("```sh");
        if (!question.recipeJson().isEmpty()) {
            lines.add("echo '%s' > recipe.yaml".formatted(question.recipeJson().replace("'", "'\\''")));
        }
        lines.addAll(List.of(commands));
        lines.add("```");
        return lines;
    }

    private List<String> python(String... levels) {
        List<String> lines = new ArrayList<>(List.of("```python", "import numpy, onnxruntime"));
        boolean runs = !reduced.after().samples().isEmpty();
        if (runs) {
            lines.add("data = numpy.load(\"%s\")".formatted(name(files.data().path())));
        }
        lines.add("for level in (%s,):"
                .formatted(List.of(levels).stream()
                        .map("onnxruntime.GraphOptimizationLevel."::concat)
                        .collect(Collectors.joining(", "))));
        lines.add("    options = onnxruntime.SessionOptions()");
        lines.add("    options.graph_optimization_level = level");
        lines.add("    session = onnxruntime.InferenceSession(\"%s\", options, [\"CPUExecutionProvider\"])"
                .formatted(name(files.model().path())));
        if (runs) {
            lines.add(
                    "    # one run per sample; of an input with one axis less than its array that is the whole tensor");
            lines.add("    for i in range(len(data[data.files[0]])):");
            lines.add(
                    "        feed = {x.name: data[x.name][i] if data[x.name].ndim > len(x.shape) else data[x.name][i:i + 1]");
            lines.add("                for x in session.get_inputs()}");
            lines.add("        print(level, session.run(None, feed))");
        }
        lines.add("```");
        return lines;
    }

    private String machine() {
        return "%s Reduced in %d tries, %s%s."
                .formatted(
                        reduced.on().sentence(),
                        reduced.tried(),
                        Numbers.seconds(reduced.took().toMillis() / 1e3),
                        reduced.stopped() ? ", when it was stopped" : "");
    }

    static String bytes(FaultyModel model) {
        return Numbers.bytes(Integer.toUnsignedLong(model.model().getSerializedSize()));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
