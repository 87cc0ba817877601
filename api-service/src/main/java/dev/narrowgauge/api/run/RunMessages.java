package dev.narrowgauge.api.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.error.JsonText;
import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.run.DeletedRun;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.proto.v1.CancelRunsResponse;
import dev.narrowgauge.proto.v1.DeletedVariant;
import dev.narrowgauge.proto.v1.ListRunsResponse;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Between our records and the messages of the gRPC API. */
final class RunMessages {
    private final JsonText json;

    RunMessages(ObjectMapper json) {
        this.json = new JsonText(json);
    }

    RunSubmission submission(SubmitRunRequest request) {
        return new RunSubmission(
                absentIfEmpty(request.getName()),
                absentIfEmpty(request.getModelId()),
                absentIfEmpty(request.getCalibrationDatasetId()),
                absentIfEmpty(request.getEvaluationDatasetId()),
                request.getRecipesJsonList().stream()
                        .map(text -> json.object("recipe", ErrorCode.RECIPE_UNREADABLE, text))
                        .toList(),
                request.getDeviceClassesList(),
                request.getPolicyJson().isEmpty()
                        ? null
                        : json.object("policy", ErrorCode.POLICY_UNREADABLE, request.getPolicyJson()),
                request.getTagsList(),
                absentIfEmpty(request.getCommit()),
                absentIfEmpty(request.getPriority()),
                request.getFresh());
    }

    static ListRunsResponse page(Page<Run> page) {
        return ListRunsResponse.newBuilder()
                .addAllRuns(page.items().stream().map(run -> head(run).build()).toList())
                .setNextCursor(page.next().map(Cursor::encode).orElse(""))
                .build();
    }

    static CancelRunsResponse cancelled(CancelledRuns runs) {
        return CancelRunsResponse.newBuilder()
                .addAllRunIds(runs.cancelled().stream().map(UUID::toString).toList())
                .setMore(runs.more())
                .build();
    }

    static dev.narrowgauge.proto.v1.DeletedRun deleted(DeletedRun run) {
        return dev.narrowgauge.proto.v1.DeletedRun.newBuilder()
                .setRunId(run.id().toString())
                .setName(run.name())
                .addAllTags(run.tags())
                .setCommit(run.commit().orElse(""))
                .setModelId(run.modelId())
                .setCalibrationDatasetId(run.calibrationDatasetId())
                .setEvaluationDatasetId(run.evaluationDatasetId())
                .setState(run.state().name())
                .setVerdict(run.verdict().map(Enum::name).orElse(""))
                .addAllVariants(
                        run.variants().stream().map(RunMessages::variant).toList())
                .setCreatedAt(Timestamps.of(run.createdAt()))
                .setEndedAt(Timestamps.of(run.endedAt()))
                .setDeletedAt(Timestamps.of(run.deletedAt()))
                .setByAge(run.byAge())
                .build();
    }

    private static DeletedVariant variant(DeletedRun.Made made) {
        return DeletedVariant.newBuilder()
                .setVariantId(made.id().toString())
                .setPrecision(made.precision())
                .setSha256(made.sha256())
                .setSizeBytes(made.sizeBytes())
                .build();
    }

    dev.narrowgauge.proto.v1.Run run(
            Run run, Optional<VerdictDocument> verdict, List<JobStanding> jobs, Optional<String> detectableLoss) {
        var message = head(run)
                .addAllJobs(jobs.stream().map(RunMessages::job).toList())
                .setDetectableLoss(detectableLoss.orElse(""));
        verdict.ifPresent(document -> message.setVerdictJson(json.of(document)));
        return message.build();
    }

    private static dev.narrowgauge.proto.v1.Run.Builder head(Run run) {
        var message = dev.narrowgauge.proto.v1.Run.newBuilder()
                .setRunId(run.id().toString())
                .setName(run.request().name())
                .addAllTags(run.request().tags())
                .setCommit(run.request().commit().orElse(""))
                .setState(run.state().name())
                .setCreatedAt(Timestamps.of(run.createdAt()))
                .setVerdict(run.verdict().map(Enum::name).orElse(""));
        run.endedAt().ifPresent(at -> message.setEndedAt(Timestamps.of(at)));
        return message;
    }

    dev.narrowgauge.proto.v1.RunEvent event(RunEvent event) {
        return dev.narrowgauge.proto.v1.RunEvent.newBuilder()
                .setSequence(event.sequence())
                .setAt(Timestamps.of(event.at()))
                .setType(event.type())
                .setJobId(event.jobId().map(UUID::toString).orElse(""))
                .setDataJson(event.data())
                .build();
    }

    private static dev.narrowgauge.proto.v1.Job job(JobStanding standing) {
        Job job = standing.job();
        var message = dev.narrowgauge.proto.v1.Job.newBuilder()
                .setJobId(job.id().toString())
                .setKind(job.kind().name())
                .setState(job.state().name())
                .setAttempt(job.attempt())
                .setSubject(job.subject())
                .setDeviceClass(job.deviceClass().orElse(""))
                .setCreatedAt(Timestamps.of(standing.createdAt()))
                .setQueuedAt(Timestamps.of(standing.queuedAt()))
                .setPlace(standing.place().orElse(0));
        standing.startedAt().ifPresent(at -> message.setStartedAt(Timestamps.of(at)));
        standing.endedAt().ifPresent(at -> message.setEndedAt(Timestamps.of(at)));
        job.error().ifPresent(error -> message.setErrorCode(error.code().name()).setErrorMessage(error.message()));
        return message.build();
    }

    private static String absentIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
