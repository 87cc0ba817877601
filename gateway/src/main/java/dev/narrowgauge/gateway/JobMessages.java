package dev.narrowgauge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.narrowgauge.db.MeasurementDocument;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.job.JobTrace;
import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.FinishRequest;
import dev.narrowgauge.proto.v1.InputsResponse;
import dev.narrowgauge.proto.v1.ProgressRequest;
import dev.narrowgauge.proto.v1.SeenRequest;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.proto.v1.TakeResponse;
import dev.narrowgauge.proto.v1.TakenJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Jobs in messages of the gRPC API, and back. What says nothing that can be fails with an IllegalArgumentException. */
public final class JobMessages {
    /** Of a measurement in JSON: a few bytes that are compressed may be very many. */
    private static final int MOST_BYTES = 16 << 20;

    /** Of a measurement that is compressed: a message has 4 MiB at most, and has other fields. */
    private static final int MOST_SENT_BYTES = (4 << 20) - (64 << 10);

    private JobMessages() {}

    public static Attempt attempt(UUID jobId, int number) {
        return Attempt.newBuilder().setJobId(jobId.toString()).setNumber(number).build();
    }

    /** The newest versions that the agent knows. */
    public static DocumentVersions known(TakeRequest message) {
        return new DocumentVersions(message.getRecipeVersion(), message.getPolicyVersion());
    }

    /** As above. */
    public static DocumentVersions known(SeenRequest message) {
        return new DocumentVersions(
                message.hasRecipeVersion() ? message.getRecipeVersion() : DocumentVersions.FIRST.recipe(),
                message.hasPolicyVersion() ? message.getPolicyVersion() : DocumentVersions.FIRST.policy());
    }

    /** @param job RUNNING, empty where there is none */
    public static TakeResponse taken(Optional<Job> job) {
        TakeResponse.Builder message = TakeResponse.newBuilder();
        job.map(JobMessages::taken).ifPresent(message::setJob);
        return message.build();
    }

    private static TakenJob taken(Job job) {
        Job.Lease lease = job.lease().orElseThrow();
        TakenJob.Builder message = TakenJob.newBuilder()
                .setAttempt(attempt(job.id(), job.attempt()))
                .setRunId(job.runId().toString())
                .setVariantId(job.subject())
                .setDeviceClass(job.deviceClass().orElseThrow())
                .setLeaseOwner(lease.owner())
                .setLeaseUntil(NodeMessages.timestamp(lease.until()))
                .setCrashes(job.failures().crashes())
                .setResources(job.failures().resources())
                .setLostLeases(job.failures().lostLeases())
                .setInfrastructure(job.failures().infrastructure())
                .setRecipeVersion(job.documents().recipe())
                .setPolicyVersion(job.documents().policy())
                .setTraceParent(job.trace().parent().map(TraceParent::text).orElse(""));
        job.trace().queuedAt().map(NodeMessages::timestamp).ifPresent(message::setQueuedAt);
        return message.build();
    }

    static Optional<Job> jobOf(TakeResponse message) {
        return message.hasJob() ? Optional.of(job(message.getJob())) : Optional.empty();
    }

    private static Job job(TakenJob taken) {
        return new Job(
                UUID.fromString(taken.getAttempt().getJobId()),
                UUID.fromString(taken.getRunId()),
                JobKind.BENCHMARK,
                taken.getVariantId(),
                Optional.of(taken.getDeviceClass()),
                new DocumentVersions(taken.getRecipeVersion(), taken.getPolicyVersion()),
                JobState.RUNNING,
                taken.getAttempt().getNumber(),
                new Job.Failures(
                        taken.getCrashes(), taken.getResources(), taken.getLostLeases(), taken.getInfrastructure()),
                Optional.of(new Job.Lease(taken.getLeaseOwner(), NodeMessages.instant(taken.getLeaseUntil()))),
                Optional.empty(),
                new JobTrace(
                        TraceParent.read(taken.getTraceParent()),
                        taken.hasQueuedAt()
                                ? Optional.of(NodeMessages.instant(taken.getQueuedAt()))
                                : Optional.empty()));
    }

    static ProgressRequest progress(Attempt attempt, Progress progress) {
        ProgressRequest.Builder message = ProgressRequest.newBuilder()
                .setAttempt(attempt)
                .setStage(progress.stage())
                .setDone(progress.done())
                .setTotal(progress.total());
        progress.remainingSeconds().ifPresent(message::setRemainingSeconds);
        progress.found().ifPresent(message::setFound);
        return message.build();
    }

    public static Progress progress(ProgressRequest message) {
        return new Progress(
                message.getStage(),
                message.getDone(),
                message.getTotal(),
                message.hasRemainingSeconds()
                        ? OptionalDouble.of(message.getRemainingSeconds())
                        : OptionalDouble.empty(),
                message.hasFound() ? Optional.of(message.getFound()) : Optional.empty());
    }

    /** Fails with {@link ErrorCode#INTERNAL_ERROR} where the measurement is larger than what a gateway takes. */
    static FinishRequest result(Attempt attempt, Measurement measurement) {
        byte[] document = MeasurementDocument.write(measurement).getBytes(UTF_8);
        ByteString sent = compressed(document);
        if (document.length > MOST_BYTES || sent.size() > MOST_SENT_BYTES) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "The measurement has %d bytes, compressed %d; a gateway takes up to %d, compressed %d."
                            .formatted(document.length, sent.size(), MOST_BYTES, MOST_SENT_BYTES));
        }
        return FinishRequest.newBuilder()
                .setAttempt(attempt)
                .setVersion(Measurement.VERSION)
                .setMeasurement(sent)
                .build();
    }

    /** As {@link MeasurementDocument#read}. */
    public static Measurement measurement(FinishRequest message) {
        return MeasurementDocument.read(message.getVersion(), text(message.getMeasurement()));
    }

    private static ByteString compressed(byte[] document) {
        ByteString.Output bytes = ByteString.newOutput();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(document);
        } catch (IOException e) {
            throw new UncheckedIOException("memory was not written", e);
        }
        return bytes.toByteString();
    }

    private static String text(ByteString compressed) {
        try (InputStream gzip = new GZIPInputStream(compressed.newInput())) {
            byte[] text = gzip.readNBytes(MOST_BYTES + 1);
            if (text.length > MOST_BYTES) {
                throw new IllegalArgumentException("the measurement has more than %d bytes".formatted(MOST_BYTES));
            }
            return new String(text, UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("the measurement is not compressed with gzip", e);
        }
    }

    public static InputsResponse inputs(BenchmarkInputs inputs) {
        return InputsResponse.newBuilder()
                .setModelId(inputs.modelId())
                .setDatasetId(inputs.datasetId())
                .setVariantId(inputs.variantId().toString())
                .setVariantSha256(inputs.variantSha256())
                .setForks(inputs.forks().orElse(0))
                .build();
    }

    static BenchmarkInputs inputsOf(InputsResponse message) {
        return new BenchmarkInputs(
                message.getModelId(),
                message.getDatasetId(),
                UUID.fromString(message.getVariantId()),
                message.getVariantSha256(),
                message.getForks() == 0 ? OptionalInt.empty() : OptionalInt.of(message.getForks()));
    }
}
