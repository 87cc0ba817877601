package dev.narrowgauge.api.run;

import static dev.narrowgauge.api.grpc.ListRequests.given;
import static dev.narrowgauge.api.grpc.ListRequests.requireKnown;

import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.grpc.ListRequests;
import dev.narrowgauge.api.grpc.Timestamps;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.RunFilter;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.proto.v1.CancelRunsRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import java.util.Optional;
import java.util.Set;

/** What the messages of the gRPC API ask of a list of runs, in the words of {@link RunParameters}. */
final class RunQueries {
    private RunQueries() {}

    static PageRequest page(ListRunsRequest request) {
        return ListRequests.page(
                Optional.of(request).filter(ListRunsRequest::hasLimit).map(ListRunsRequest::getLimit),
                request.getCursor());
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
                        ? Optional.of(Timestamps.instant("created_after", filter.getCreatedAfter()))
                        : Optional.empty(),
                filter.hasCreatedBefore()
                        ? Optional.of(Timestamps.instant("created_before", filter.getCreatedBefore()))
                        : Optional.empty());
    }
}
