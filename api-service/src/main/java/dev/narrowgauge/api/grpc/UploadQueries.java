package dev.narrowgauge.api.grpc;

import dev.narrowgauge.db.UploadFilter;
import dev.narrowgauge.domain.error.ErrorCode;
import java.util.Optional;

/** What the messages of the gRPC API ask of a list of models or datasets, in the words of those of REST. */
public final class UploadQueries {
    private UploadQueries() {}

    /** Fails with {@link ErrorCode#REQUEST_INVALID} on what cannot be read, or is not known here. */
    public static UploadFilter filter(dev.narrowgauge.proto.v1.UploadFilter filter) {
        ListRequests.requireKnown(filter);
        return new UploadFilter(
                ListRequests.given("name", filter.getName()),
                ListRequests.given("text", filter.getText()),
                filter.hasCreatedAfter()
                        ? Optional.of(Timestamps.instant("created_after", filter.getCreatedAfter()))
                        : Optional.empty(),
                filter.hasCreatedBefore()
                        ? Optional.of(Timestamps.instant("created_before", filter.getCreatedBefore()))
                        : Optional.empty());
    }
}
