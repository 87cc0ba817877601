package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.DefaultInputs;
import dev.narrowgauge.engine.quantizer.preparation.EquivalenceCheck;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A model as ONNX Runtime simplifies it: constants folded, batch normalization fused, standard operators only. */
final class PreparedModel {
    /** The model as it was given, in the work directory. */
    static final String ORIGINAL = "original.onnx";

    private PreparedModel() {}

    /**
     * Prepared as the recipe's precision needs it.
     *
     * @param file of the original, for messages
     * @param fed the inputs that samples feed
     * @param equivalence by which rewritten functions are held against the original
     */
    static Preparation of(
            Recipe recipe,
            Path file,
            OnnxModel original,
            Set<String> fed,
            EquivalenceCheck equivalence,
            OnnxRuntime runtime,
            TaskDirectory work) {
        ModelProto prepared = closed(file, original, fed, runtime, work);
        return recipe.precision() == Precision.INT8
                ? GraphRefinement.refine(prepared, equivalence)
                : new Preparation(prepared, List.of());
    }

    /** Inputs with a default that no sample feeds are constants from here on. */
    private static ModelProto closed(
            Path file, OnnxModel original, Set<String> fed, OnnxRuntime runtime, TaskDirectory work) {
        ModelProto closed = DefaultInputs.makeConstant(original.proto(), fed);
        Path copy = work.write(original.withProto(closed).inlined().proto(), ORIGINAL);
        runtime.save(copy, file.getFileName().toString(), Optimization.BASIC, work.resolve("prepared.onnx"));
        ModelProto prepared = work.read("prepared.onnx");
        // Inputs and outputs stay as the user declared them, with their documentation and the names of dimensions.
        GraphProto.Builder graph = prepared.getGraph().toBuilder()
                .clearOutput()
                .addAllOutput(closed.getGraph().getOutputList());
        return distinct(prepared.toBuilder().setGraph(graph).build());
    }

    /** Where a function is called in two branches, ONNX Runtime gives what it inlines the same names in both. */
    private static ModelProto distinct(ModelProto model) {
        FlatModel flat = FlatModel.named(model);
        return flat.hasScopes() ? flat.nested(flat.model()) : model;
    }
}
