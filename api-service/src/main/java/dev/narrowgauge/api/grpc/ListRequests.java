package dev.narrowgauge.api.grpc;

import com.google.protobuf.Message;
import dev.narrowgauge.api.error.PlainText;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Optional;
import java.util.Set;

/** What messages of the gRPC API ask of a list. What cannot be read fails with {@link ErrorCode#REQUEST_INVALID}. */
public final class ListRequests {
    private ListRequests() {}

    /** A filter that is left out lets everything through. */
    public static void requireKnown(Message message) {
        Set<Integer> unknown = message.getUnknownFields().asMap().keySet();
        if (!unknown.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s contains fields that this service does not know: %s; the service may be older than the client."
                            .formatted(message.getDescriptorForType().getName(), unknown));
        }
    }

    public static PageRequest page(Optional<Integer> limit, String cursor) {
        return PageRequest.asked(limit, given("cursor", cursor));
    }

    /** Empty where nothing is asked for. */
    public static Optional<String> given(String field, String text) {
        PlainText.requireStorable(field, text);
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
