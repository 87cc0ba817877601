package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Where a reduced model goes, with its data and its report beside it under the same name. */
record ReducedFiles(OutputFile model, OutputFile data, OutputFile report) {
    private static final String ENDING = ".onnx";

    /** @param taken files that no result may replace */
    static ReducedFiles beside(Path model, Collection<Path> taken) {
        String name = model.getFileName().toString();
        String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        List<Path> others = new ArrayList<>(taken);
        OutputFile checked = OutputFile.checked(model, others);
        others.add(model);
        return new ReducedFiles(
                checked,
                OutputFile.checked(model.resolveSibling(stem + ".npz"), others),
                OutputFile.checked(model.resolveSibling(stem + ".md"), others));
    }

    static Path defaultName(Path model) {
        String name = model.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".reduced" + ENDING);
    }

    /** The data first: a model that is there has them, and no others beside it. */
    void write(FaultyModel reduced) {
        if (!reduced.samples().isEmpty()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                NpzWriter.write(reduced.samples().arrays(), bytes);
            } catch (IOException e) {
                throw new NarrowgaugeException(ErrorCode.INTERNAL_ERROR, "memory cannot be written: " + e, e);
            }
            data.write(bytes.toByteArray());
        }
        OnnxModelWriter.write(reduced.model(), model.path());
        if (reduced.samples().isEmpty()) {
            data.remove();
        }
    }

    /** What there is after a model and its report are written. */
    List<Path> written(FaultyModel reduced) {
        return Stream.of(model, data, report)
                .filter(file -> file != data || !reduced.samples().isEmpty())
                .map(OutputFile::path)
                .toList();
    }

    void writeReport(String text) {
        report.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
