package dev.narrowgauge.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One thing that happened in a run.
 *
 * @param sequence where a broken stream resumes; 0 for what is no event of the run
 * @param type {@code job-state}, {@code progress} or {@code run-state}; {@code heartbeat} or {@code timeout}, which say
 *     where the run stands
 */
public record RunEvent(long sequence, String type, JsonNode data) {}
