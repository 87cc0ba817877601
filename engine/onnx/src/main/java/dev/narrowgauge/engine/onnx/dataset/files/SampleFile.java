package dev.narrowgauge.engine.onnx.dataset.files;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One sample as a file.
 *
 * @param name as people find it, and what is known of where it was listed
 * @param group that it is judged apart with as well; empty where none is told
 * @param cluster of files that belong together; empty where none is told
 */
public record SampleFile(Path path, String name, OptionalLong label, String group, String cluster) {
    public SampleFile {
        requireNonNull(path, "path is null");
        requireNonNull(name, "name is null");
        requireNonNull(label, "label is null");
        requireNonNull(group, "group is null");
        requireNonNull(cluster, "cluster is null");
    }

    SampleFile(Path path, String name, OptionalLong label) {
        this(path, name, label, "", "");
    }

    /** @param what ends a sentence that begins with the file */
    NarrowgaugeException fault(ErrorCode code, String what) {
        return fault(code, what, null);
    }

    NarrowgaugeException fault(ErrorCode code, String what, Throwable cause) {
        return new NarrowgaugeException(code, name + " " + what + ".", cause);
    }
}
