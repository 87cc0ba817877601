package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.SeriesFilter;
import dev.narrowgauge.domain.history.TrackedMetric;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which series a client wants. */
public final class SeriesParameters {
    @QueryParam("family")
    @Parameter(description = "Name under which the versions of the model are uploaded, whole")
    String family;

    @QueryParam("recipe")
    @Parameter(description = "Name of the recipe, whole")
    String recipe;

    @QueryParam("deviceClass")
    @Parameter(description = "Such as x86-vnni")
    String deviceClass;

    @QueryParam("scenario")
    @Parameter(description = "Such as single-stream")
    String scenario;

    @QueryParam("metric")
    @Parameter(description = "Such as LATENCY_RATIO; where it is given several times, any of them")
    List<String> metric;

    @QueryParam("changed")
    @Parameter(description = "`true` for those with a change that nobody has decided on, `false` for those without")
    String changed;

    SeriesFilter read() {
        return new SeriesFilter(
                Optional.ofNullable(family),
                Optional.ofNullable(recipe),
                Optional.ofNullable(deviceClass),
                Optional.ofNullable(scenario),
                Parameters.constants("metric", metric, TrackedMetric.values()),
                Parameters.truth("changed", changed));
    }
}
