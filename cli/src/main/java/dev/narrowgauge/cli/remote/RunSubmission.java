package dev.narrowgauge.cli.remote;

import java.util.List;
import java.util.Map;

/** A request for a run under the service's standard policy, measured on the nodes that are there. */
public record RunSubmission(
        String name,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,
        List<Map<String, Object>> recipes) {}
