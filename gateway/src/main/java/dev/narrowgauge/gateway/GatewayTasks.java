package dev.narrowgauge.gateway;

import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.FailRequest;
import dev.narrowgauge.proto.v1.FollowLossesRequest;
import dev.narrowgauge.proto.v1.HeartbeatRequest;
import dev.narrowgauge.proto.v1.TakeSiblingRequest;
import dev.narrowgauge.queue.TaskIntake;
import dev.narrowgauge.queue.TaskSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Benchmark jobs as the gateway gives them. Their owner is the process that the connection names. */
final class GatewayTasks implements TaskSource {
    /** The work waits for it, and may be left untold of. */
    private static final Duration PROGRESS = Duration.ofSeconds(3);

    private final GatewayConnection gateway;
    private final List<String> deviceClasses;
    private final Set<Attempt> held;

    /** @param held what the agent works on, kept up to date here */
    GatewayTasks(GatewayConnection gateway, List<String> deviceClasses, Set<Attempt> held) {
        this.gateway = gateway;
        this.deviceClasses = List.copyOf(deviceClasses);
        this.held = held;
    }

    @Override
    public TaskIntake join(String owner, Duration lease) {
        return new GatewayIntake(gateway, deviceClasses, lease, held);
    }

    @Override
    public Notifications.Subscription listen(Consumer<Optional<String>> lost) {
        return GatewayStream.follow(
                "lost-attempts",
                gateway,
                calls -> calls.followLosses(FollowLossesRequest.getDefaultInstance()),
                attempt -> lost.accept(Optional.of(attempt.getJobId()).filter(id -> !id.isEmpty())));
    }

    @Override
    public Optional<Job> claimSibling(UUID jobId, String owner, Duration lease) {
        Attempt of = held.stream()
                .filter(attempt -> attempt.getJobId().equals(jobId.toString()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no attempt of job " + jobId + " is at work"));
        TakeSiblingRequest request = TakeSiblingRequest.newBuilder()
                .setOf(of)
                .setLeaseMillis(lease.toMillis())
                .build();
        Optional<Job> sibling =
                JobMessages.jobOf(gateway.call(GatewayControlPlane.CALL, calls -> calls.takeSibling(request)));
        sibling.map(job -> JobMessages.attempt(job.id(), job.attempt())).ifPresent(held::add);
        return sibling;
    }

    @Override
    public boolean heartbeat(UUID jobId, int attempt, String owner, Duration lease) {
        HeartbeatRequest request = HeartbeatRequest.newBuilder()
                .setAttempt(JobMessages.attempt(jobId, attempt))
                .setLeaseMillis(lease.toMillis())
                .build();
        return gateway.call(GatewayControlPlane.CALL, calls -> calls.heartbeat(request))
                .getHeld();
    }

    @Override
    public boolean progress(UUID jobId, int attempt, Progress progress) {
        return gateway.call(
                        PROGRESS,
                        calls -> calls.progress(JobMessages.progress(JobMessages.attempt(jobId, attempt), progress)))
                .getHeld();
    }

    @Override
    public boolean fail(UUID jobId, int attempt, ErrorCode code, String message) {
        FailRequest request = FailRequest.newBuilder()
                .setAttempt(JobMessages.attempt(jobId, attempt))
                .setErrorCode(code.name())
                .setMessage(message)
                .build();
        held.remove(request.getAttempt());
        return gateway.call(GatewayControlPlane.CALL, calls -> calls.fail(request))
                .getHeld();
    }

    /** Where that is not heard the next call that takes a job brings the same attempt, if nobody else has the job by then. */
    @Override
    public boolean release(UUID jobId, int attempt) {
        Attempt released = JobMessages.attempt(jobId, attempt);
        held.remove(released);
        return gateway.call(GatewayControlPlane.CALL, calls -> calls.release(released))
                .getHeld();
    }

    /** The gateway does that whenever an agent says that its node lives. */
    @Override
    public int sweep() {
        return 0;
    }

    /** The gateway counts that for all agents outside: many of them nobody can ask. */
    @Override
    public Optional<Duration> waited(UUID jobId) {
        return Optional.empty();
    }

    @Override
    public boolean isOutage(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause ->
                        cause instanceof NarrowgaugeException known && known.code() == ErrorCode.SERVICE_UNREACHABLE);
    }
}
