package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.preparation.DefaultInputs;
import dev.narrowgauge.engine.quantizer.preparation.EquivalenceCheck;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A model as ONNX Runtime simplifies it: constants folded, batch normalization fused, standard operators only. */
final class PreparedModel {
    private PreparedModel() {}

    /**
     * Prepared as the recipe's precision needs it.
     *
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
            WorkDirectory work) {
        ModelProto prepared = closed(file, original, fed, runtime, work);
        return recipe.precision() == Precision.INT8
                ? GraphRefinement.refine(prepared, equivalence)
                : new Preparation(prepared, List.of());
    }

    /** Inputs with a default that no sample feeds are constants from here on. */
    private static ModelProto closed(
            Path file, OnnxModel original, Set<String> fed, OnnxRuntime runtime, WorkDirectory work) {
        Path prepared = work.resolve("prepared.onnx");
        ModelProto closed = DefaultInputs.makeConstant(original.proto(), fed);
        if (closed == original.proto()) {
            return of(file, original, runtime, prepared);
        }
        Path closedFile = work.resolve("closed.onnx");
        OnnxModelWriter.write(original.withProto(closed), closedFile);
        return of(closedFile, OnnxModelReader.readUnchecked(closedFile), runtime, prepared);
    }

    /**
     * @param file the model as an ONNX file
     * @param target where ONNX Runtime writes the simplified one
     */
    private static ModelProto of(Path file, OnnxModel original, OnnxRuntime runtime, Path target) {
        runtime.openAndSave(file, Optimization.BASIC, target).close();
        // Where the runtime changed no weight it still refers to the data beside the original.
        ModelProto prepared = original.withProto(
                        OnnxModelReader.readUnchecked(target).proto())
                .inlined()
                .proto();
        GraphProto source = original.proto().getGraph();
        // Inputs and outputs stay as the user declared them, with their documentation and the names of dimensions.
        GraphProto.Builder graph = prepared.getGraph().toBuilder().clearOutput().addAllOutput(source.getOutputList());
        return prepared.toBuilder().setGraph(graph).build();
    }
}
