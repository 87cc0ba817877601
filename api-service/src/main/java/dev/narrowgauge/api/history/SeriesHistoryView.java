package dev.narrowgauge.api.history;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A series with its values as clients see it, all in order of time. */
@Schema(name = "SeriesHistory")
public record SeriesHistoryView(
        SeriesView series,
        List<PointView> points,

        @Schema(description = "Among these points; the newest twenty")
        List<BreakView> breaks,

        List<ChangeView> changes,
        List<AnnotationView> annotations) {}
