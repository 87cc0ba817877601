package dev.narrowgauge.domain.job;

import dev.narrowgauge.domain.error.ErrorCode;
import java.time.Duration;

/** What can happen to a job. Events of a worker carry the attempt they speak for. */
public sealed interface JobEvent {
    record Claim(int attempt, String owner, Duration lease) implements JobEvent {}

    record Heartbeat(int attempt, String owner, Duration lease) implements JobEvent {}

    record Succeed(int attempt) implements JobEvent {}

    record Fail(int attempt, ErrorCode code, String message) implements JobEvent {}

    /** The worker stops in good order and gives its attempt back. */
    record Release(int attempt) implements JobEvent {}

    /** Time has passed; a lease may have run out. */
    record Tick() implements JobEvent {}

    record Cancel() implements JobEvent {}

    /** Nobody has taken the job, and nobody is waited for any longer. */
    record GiveUp(ErrorCode code, String message) implements JobEvent {}
}
