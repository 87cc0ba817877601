package dev.narrowgauge.domain.run;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that happened in a run, numbered from 1 in the order of commit, without gaps until it is old, so that a stream can resume.
 *
 * @param type {@code job-state}, {@code progress} or {@code run-state}
 * @param data JSON object, with the time in it
 */
public record RunEvent(UUID runId, long sequence, Instant at, String type, Optional<UUID> jobId, String data) {}
