package dev.narrowgauge.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing that happened in a run.
 *
 * @param sequence where a broken stream resumes
 * @param type {@code job-state}, {@code progress} or {@code run-state}
 */
public record RunEvent(long sequence, String type, JsonNode data) {}
