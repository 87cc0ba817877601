package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;

/** Which Kafka topic carries the dispatch messages of a job. */
public final class TaskTopic {
    public static final String QUANTIZE = "narrowgauge.quantize";
    private static final String BENCHMARK_PREFIX = "narrowgauge.benchmark.";

    private TaskTopic() {}

    public static String benchmark(String deviceClass) {
        return BENCHMARK_PREFIX + deviceClass;
    }

    public static String of(Job job) {
        return switch (job.kind()) {
            case QUANTIZE -> QUANTIZE;
            case BENCHMARK -> benchmark(job.deviceClass().orElseThrow());
        };
    }
}
