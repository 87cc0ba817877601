package dev.narrowgauge.engine.runtime.statistics;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.runtime.files.Publication;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.proto.engine.MergeStatistics;
import dev.narrowgauge.proto.engine.StatisticsMerged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Adds up files of statistics, one after the other. */
public final class StatisticsMerge {
    private StatisticsMerge() {}

    public static StatisticsMerged merge(MergeStatistics request, ProgressMeter progress) throws IOException {
        List<String> files = request.getStatisticsPathList();
        if (files.isEmpty()) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "There are no statistics to merge; name files.");
        }
        progress.begin("merge", files.size());
        ObservedStatistics merged = StatisticsFile.read(Path.of(files.getFirst()));
        for (int i = 1; i < files.size(); i++) {
            merged = merged.merge(StatisticsFile.read(Path.of(files.get(i))));
            progress.advanceTo(i + 1);
        }
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            Path file = work.resolve("statistics");
            StatisticsFile.write(merged, file);
            Publication.publish(file, Path.of(request.getOutputPath()));
        }
        return StatisticsMerged.newBuilder()
                .setSamples(merged.sampleDigests().length)
                .setTensors(merged.values().tensors().size())
                .build();
    }
}
