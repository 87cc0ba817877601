package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.CountedReport;
import dev.narrowgauge.domain.report.ReproductionReport;
import dev.narrowgauge.engine.runtime.EngineVersion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Path;

/** What a variant was made from, and with. */
final class Origin {
    private Origin() {}

    static ReproductionReport of(Quantize request, Recipe recipe, FusionRounds rounds, QuantizationData data)
            throws IOException {
        EngineVersion version = EngineVersion.current();
        return new ReproductionReport(
                Sha256.of(Path.of(request.getModelPath())),
                data.calibrationSha256(),
                data.evaluationSha256(),
                sha256OrNull(request.getStatisticsPath()),
                recipe.toMap(),
                version.engine(),
                version.runtime(),
                rounds.counted().map(CountedReport::rates).orElse(null));
    }

    private static String sha256OrNull(String path) throws IOException {
        return path.isEmpty() ? null : Sha256.of(Path.of(path));
    }
}
