package dev.narrowgauge.api.run;

import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.domain.timeline.AttemptTimeline;
import dev.narrowgauge.domain.timeline.JobTimeline;
import dev.narrowgauge.domain.timeline.Phase;
import dev.narrowgauge.domain.timeline.RunTimeline;
import dev.narrowgauge.domain.timeline.TimeShare;

/** Where the time of a run went, as messages of the gRPC API. */
final class TimelineMessages {
    private TimelineMessages() {}

    static dev.narrowgauge.proto.v1.RunTimeline of(RunTimeline timeline) {
        var message = dev.narrowgauge.proto.v1.RunTimeline.newBuilder()
                .setRunId(timeline.runId().toString())
                .setState(timeline.state().name())
                .setCreatedAt(Timestamps.of(timeline.createdAt()))
                .setToldAt(Timestamps.of(timeline.toldAt()))
                .setSeconds(timeline.seconds())
                .addAllShares(
                        timeline.shares().stream().map(TimelineMessages::share).toList())
                .addAllJobs(timeline.jobs().stream().map(TimelineMessages::job).toList());
        timeline.endedAt().ifPresent(at -> message.setEndedAt(Timestamps.of(at)));
        return message.build();
    }

    private static dev.narrowgauge.proto.v1.TimeShare share(TimeShare share) {
        return dev.narrowgauge.proto.v1.TimeShare.newBuilder()
                .setPhase(share.phase())
                .setKind(share.kind().map(Enum::name).orElse(""))
                .setDeviceClass(share.deviceClass().orElse(""))
                .setJobs(share.jobs())
                .setSeconds(share.seconds())
                .build();
    }

    private static dev.narrowgauge.proto.v1.JobTimeline job(JobTimeline job) {
        return dev.narrowgauge.proto.v1.JobTimeline.newBuilder()
                .setJobId(job.jobId().toString())
                .setKind(job.kind().name())
                .setSubject(job.subject())
                .setDeviceClass(job.deviceClass().orElse(""))
                .addAllAttempts(
                        job.attempts().stream().map(TimelineMessages::attempt).toList())
                .build();
    }

    private static dev.narrowgauge.proto.v1.AttemptTimeline attempt(AttemptTimeline attempt) {
        var message = dev.narrowgauge.proto.v1.AttemptTimeline.newBuilder()
                .setAttempt(attempt.attempt())
                .setEnd(attempt.end().map(Enum::name).orElse(""))
                .addAllPhases(
                        attempt.phases().stream().map(TimelineMessages::phase).toList());
        attempt.queuedAt().ifPresent(at -> message.setQueuedAt(Timestamps.of(at)));
        attempt.takenAt().ifPresent(at -> message.setTakenAt(Timestamps.of(at)));
        attempt.endedAt().ifPresent(at -> message.setEndedAt(Timestamps.of(at)));
        return message.build();
    }

    private static dev.narrowgauge.proto.v1.Phase phase(Phase phase) {
        var message = dev.narrowgauge.proto.v1.Phase.newBuilder()
                .setName(phase.name())
                .setFrom(Timestamps.of(phase.from()))
                .setSeconds(phase.seconds());
        phase.until().ifPresent(at -> message.setUntil(Timestamps.of(at)));
        return message.build();
    }
}
