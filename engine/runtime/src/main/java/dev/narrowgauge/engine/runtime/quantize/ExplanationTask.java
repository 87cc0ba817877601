package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.ResolvedSetting;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.NodePlan;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import dev.narrowgauge.engine.quantizer.dynamic.MixedPlan;
import dev.narrowgauge.engine.quantizer.float16.Bfloat16Converter;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.quantizer.imported.ImportedModel;
import dev.narrowgauge.engine.quantizer.imported.QuantizedForm;
import dev.narrowgauge.engine.runtime.files.SampleSource;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.verify.SampleEquivalence;
import dev.narrowgauge.proto.engine.Explain;
import dev.narrowgauge.proto.engine.Explained;
import dev.narrowgauge.proto.engine.PlannedNode;
import dev.narrowgauge.proto.engine.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a recipe comes to for a model: its settings, and what it has for each node. Nothing is run on data. */
public final class ExplanationTask {
    private ExplanationTask() {}

    /** Fails as quantizing would, as far as that shows without data. */
    public static Explained explain(Explain request, OnnxRuntime runtime) throws IOException {
        RecipeText text = RecipeText.of(request.getRecipeJson());
        Recipe recipe = text.recipe();
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModel model = OnnxModelReader.read(file);
            if (!QuantizedForm.of(model.proto()).isEmpty()) {
                ImportedModel imported =
                        WrittenVariant.imported(recipe, model.inlined().proto());
                writePrepared(request, imported.model().model());
                return explainImported(text, imported);
            }
            Optional<SampleSource> samples =
                    SampleSource.of(request.getCalibrationPath(), request.getCalibrationSettingsJson());
            ModelProto prepared;
            try (QuantizationData data = QuantizationData.open(samples, Optional.empty(), false, model)) {
                var equivalence = new SampleEquivalence(runtime, data.calibration(), work);
                prepared = PreparedModel.of(recipe, file, model, data.inputNames(), equivalence, runtime, work)
                        .model();
                data.requireChecked();
            }
            writePrepared(request, prepared);
            return explained(text, nodes(prepared, recipe), notes(recipe));
        }
    }

    private static void writePrepared(Explain request, ModelProto prepared) {
        if (!request.getPreparedPath().isEmpty()) {
            OnnxModelWriter.write(prepared, Path.of(request.getPreparedPath()));
        }
    }

    /** Nothing of the recipe changes integers that are somebody's decision already. */
    private static Explained explainImported(RecipeText text, ImportedModel imported) {
        List<String> notes =
                imported.steps().stream().map(PreparationReport::detail).toList();
        return explained(text, plans(imported.model().nodes()), notes);
    }

    private static Explained explained(RecipeText text, List<NodePlan> nodes, List<String> notes) {
        Explained.Builder explained = Explained.newBuilder();
        ResolvedSetting.of(text.recipe(), text.written()).forEach(setting -> explained.addSettings(message(setting)));
        nodes.forEach(node -> explained.addNodes(message(node)));
        return explained.addAllNotes(notes).build();
    }

    private static List<NodePlan> nodes(ModelProto prepared, Recipe recipe) {
        return switch (recipe.precision()) {
            case INT8 ->
                switch (recipe.mode()) {
                    case DYNAMIC ->
                        plans(DynamicQuantizer.plan(prepared, recipe).nodes());
                    case MIXED -> plans(MixedPlan.of(prepared, recipe).nodes());
                    case STATIC, AUTO -> StaticQuantizer.plan(prepared, recipe).explain();
                };
            case FP16 -> plans(Float16Converter.convert(prepared, recipe).nodes());
            case BF16 -> plans(Bfloat16Converter.convert(prepared, recipe).nodes());
            case FP32 -> throw new IllegalArgumentException("a recipe for " + recipe.precision());
        };
    }

    private static List<NodePlan> plans(List<NodeReport> reports) {
        return reports.stream().map(NodePlan::of).toList();
    }

    private static List<String> notes(Recipe recipe) {
        List<String> notes = new ArrayList<>();
        if (recipe.precision() == Precision.INT8 && recipe.mode() == Mode.AUTO) {
            notes.add(
                    "The mode is auto: quantizing decides between static and dynamic; the nodes are those of static.");
        }
        if (!recipe.target().isCpu()) {
            notes.add("The target " + Section.word(recipe.target())
                    + " is no CPU: what its runtime makes of the nodes can only be seen there.");
        }
        return notes;
    }

    private static Setting message(ResolvedSetting setting) {
        return Setting.newBuilder()
                .setKey(setting.key())
                .setValueJson(RecipeText.json(setting.value()))
                .setOrigin(Section.word(setting.origin()))
                .build();
    }

    private static PlannedNode message(NodePlan node) {
        return PlannedNode.newBuilder()
                .setName(node.name())
                .setOpType(node.opType())
                .setPlacement(node.placement())
                .setActivations(node.activations())
                .setResults(node.results())
                .setWeights(node.weights())
                .setReason(node.reason())
                .build();
    }
}
