package dev.narrowgauge.api.run;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.RunFilter;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.proto.v1.CancelRunsRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the messages of the gRPC API ask of a list of runs, in the words of {@link RunParameters}. */
final class RunQueries {
    /** The range of a Timestamp of protobuf: the years 1 to 9999. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int SECOND_NANOS = 1_000_000_000;

    private RunQueries() {}

    static PageRequest page(ListRunsRequest request) {
        return PageRequest.asked(
                Optional.of(request).filter(ListRunsRequest::hasLimit).map(ListRunsRequest::getLimit),
                given("cursor", request.getCursor()));
    }

    /** Fails with {@link ErrorCode#REQUEST_INVALID} on what cannot be read, or is not known here. */
    static RunFilter filter(ListRunsRequest request) {
        requireKnown(request);
        return filter(request.getFilter());
    }

    /** As {@link #filter(ListRunsRequest)}. */
    static RunFilter filter(CancelRunsRequest request) {
        requireKnown(request);
        return filter(request.getFilter());
    }

    private static RunFilter filter(dev.narrowgauge.proto.v1.RunFilter filter) {
        requireKnown(filter);
        PlainText.requireStorable("tags", filter.getTagsList());
        return new RunFilter(
                Parameters.ids("ids", filter.getIdsList()),
                Parameters.constants("states", filter.getStatesList(), RunState.values()),
                Parameters.constants("verdicts", filter.getVerdictsList(), Verdict.values()),
                given("model", filter.getModel()),
                given("name", filter.getName()),
                Set.copyOf(filter.getTagsList()),
                given("commit", filter.getCommit()).map(RunChecks::commit),
                given("text", filter.getText()),
                filter.hasCreatedAfter()
                        ? Optional.of(instant("created_after", filter.getCreatedAfter()))
                        : Optional.empty(),
                filter.hasCreatedBefore()
                        ? Optional.of(instant("created_before", filter.getCreatedBefore()))
                        : Optional.empty());
    }

    /** A filter that is left out lets everything through. */
    private static void requireKnown(Message message) {
        Set<Integer> unknown = message.getUnknownFields().asMap().keySet();
        if (!unknown.isEmpty()) {
            throw invalid(
                    "%s contains fields that this service does not know: %s; the service may be older than the client."
                            .formatted(message.getDescriptorForType().getName(), unknown));
        }
    }

    private static Instant instant(String field, Timestamp moment) {
        long seconds = moment.getSeconds();
        if (seconds < FIRST_SECOND
                || seconds > LAST_SECOND
                || moment.getNanos() < 0
                || moment.getNanos() >= SECOND_NANOS) {
            throw invalid("The parameter '%s' has %d seconds and %d nanoseconds; it must be in the years 1 to 9999."
                    .formatted(field, seconds, moment.getNanos()));
        }
        return Instant.ofEpochSecond(seconds, moment.getNanos());
    }

    private static Optional<String> given(String field, String text) {
        PlainText.requireStorable(field, text);
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
