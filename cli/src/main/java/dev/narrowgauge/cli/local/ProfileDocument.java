package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.profile.KernelTime;
import dev.narrowgauge.domain.profile.OperatorProfile;
import dev.narrowgauge.domain.profile.ProfileComparison;
import dev.narrowgauge.domain.profile.ProfileComparison.Row;
import dev.narrowgauge.domain.profile.Roofline;
import dev.narrowgauge.domain.profile.SpeedBound;
import dev.narrowgauge.domain.profile.SpeedReasons;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A profile with every kernel of both models, and the roofline that they are held against. */
final class ProfileDocument {
    private ProfileDocument() {}

    static Map<String, Object> of(
            Path baseline,
            Path variant,
            int threads,
            ProfileComparison comparison,
            Roofline roofline,
            String runtimeVersion) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("threads", threads);
        document.put("runtimeVersion", runtimeVersion);
        document.put("reasons", SpeedReasons.of(comparison, roofline));
        document.put("baseline", side(baseline, comparison.baseline(), roofline));
        document.put("variant", side(variant, comparison.variant(), roofline));
        document.put(
                "parts", comparison.rows().stream().map(ProfileDocument::part).toList());
        document.put("transitionChangeMicros", comparison.transitionChange());
        document.put("roofline", roofline(roofline));
        return document;
    }

    static Map<String, Object> roofline(Roofline roofline) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("threads", roofline.threads());
        document.put("roofs", roofline.roofs());
        return document;
    }

    private static Map<String, Object> side(Path model, OperatorProfile profile, Roofline roofline) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", model.toString());
        document.put("sha256", FileDigest.of(model));
        document.put("runMicros", profile.runMicros());
        document.put("kernelMicros", profile.kernelMicros());
        document.put("bound", SpeedBound.of(profile, roofline));
        document.put(
                "kernels",
                profile.kernels().stream().map(ProfileDocument::kernel).toList());
        return document;
    }

    private static Map<String, Object> part(Row row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", row.name());
        document.put("baseline", row.baseline() == null ? null : kernel(row.baseline()));
        document.put("variant", row.variant() == null ? null : kernel(row.variant()));
        document.put("changeMicros", row.change());
        return document;
    }

    private static Map<String, Object> kernel(KernelTime kernel) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", kernel.name());
        document.put("operator", kernel.operator());
        document.put("kind", kernel.kind().name());
        document.put("elementType", kernel.elementType());
        document.put("micros", kernel.micros());
        document.put("multiplications", kernel.multiplications());
        return document;
    }
}
