package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.domain.decision.OutputKind;
import java.nio.file.Path;
import java.util.Map;

/** A network with data to quantize it by, data to judge it by, and data that nobody has used before. */
public interface Specimen {
    /** No sample is in two of the sets. */
    record Files(Path model, Path calibration, Path evaluation, Path fresh) {}

    String name();

    /** Where the network comes from, in a few words. */
    String origin();

    /** The outputs to judge, with what they mean; the one that matters most first. */
    Map<String, OutputKind> outputs();

    /** What else than this source the files depend on. */
    String inputs(CheckOptions options);

    /** Writes the files into a directory, or says where they lie. */
    Files provide(Path directory, CheckOptions options);
}
