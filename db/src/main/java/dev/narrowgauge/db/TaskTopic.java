package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import java.util.List;

/**
 * Which Kafka topic carries the dispatch messages of a job. Jobs about documents of newer versions have topics of their own,
 * so that none but those who know such documents hear of them.
 */
public final class TaskTopic {
    public static final String QUANTIZE = "narrowgauge.quantize";
    private static final String BENCHMARK_PREFIX = "narrowgauge.benchmark.";

    private TaskTopic() {}

    /** @param known by whoever takes the jobs */
    public static List<String> quantize(DocumentVersions known) {
        return each(QUANTIZE, known);
    }

    /** @param known by whoever takes the jobs */
    public static List<String> benchmark(String deviceClass, DocumentVersions known) {
        return each(BENCHMARK_PREFIX + deviceClass, known);
    }

    public static String of(Job job) {
        String kind = switch (job.kind()) {
            case QUANTIZE -> QUANTIZE;
            case BENCHMARK -> BENCHMARK_PREFIX + job.deviceClass().orElseThrow();
        };
        return kind + suffix(job.documents());
    }

    private static List<String> each(String kind, DocumentVersions known) {
        return known.upToThese().stream()
                .map(documents -> kind + suffix(documents))
                .toList();
    }

    private static String suffix(DocumentVersions documents) {
        return documents.equals(DocumentVersions.FIRST)
                ? ""
                : ".recipe-%d.policy-%d".formatted(documents.recipe(), documents.policy());
    }
}
