package dev.narrowgauge.checks.packages;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.zoo.Specimen;
import dev.narrowgauge.domain.decision.OutputKind;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trained network that a package ships, with data that is made for it.
 *
 * @param model path in the package
 * @param calibration how many samples there are of each kind
 */
record PackagedSpecimen(
        String name,
        String origin,
        PackageArchive archive,
        String model,
        Map<String, OutputKind> outputs,
        int calibration,
        int evaluation,
        Source source)
        implements Specimen {

    /** Makes samples. */
    interface Source {
        /** @param set of samples; sets share no sample */
        Samples samples(int set, int count, CheckOptions options);
    }

    @Override
    public String inputs(CheckOptions options) {
        return archive.sha256();
    }

    @Override
    public Files provide(Path directory, CheckOptions options) {
        return new Files(
                archive.file(model, options),
                source.samples(0, calibration, options).write(directory.resolve("calibration.npz")),
                source.samples(1, evaluation, options).write(directory.resolve("evaluation.npz")),
                source.samples(2, evaluation, options).write(directory.resolve("fresh.npz")));
    }
}
