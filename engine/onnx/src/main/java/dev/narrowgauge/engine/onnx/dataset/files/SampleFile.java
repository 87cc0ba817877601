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
 */
public record SampleFile(Path path, String name, OptionalLong label) {
    public SampleFile {
        requireNonNull(path, "path is null");
        requireNonNull(name, "name is null");
        requireNonNull(label, "label is null");
    }

    /** @param what ends a sentence that begins with the file */
    NarrowgaugeException fault(ErrorCode code, String what) {
        return fault(code, what, null);
    }

    NarrowgaugeException fault(ErrorCode code, String what, Throwable cause) {
        return new NarrowgaugeException(code, name + " " + what + ".", cause);
    }
}
