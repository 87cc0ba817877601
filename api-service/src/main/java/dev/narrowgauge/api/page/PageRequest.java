package dev.narrowgauge.api.page;

import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.Page;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which page of a list a client wants. */
public final class PageRequest {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    @QueryParam("limit")
    @Parameter(
            description = "Items per page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
    String limit;

    @QueryParam("cursor")
    @Parameter(description = "`nextCursor` of the page before; absent for the first page")
    String cursor;

    /** The page that a client asks for elsewhere than in an address. */
    public static PageRequest asked(Optional<Integer> limit, Optional<String> cursor) {
        PageRequest request = new PageRequest();
        request.limit = limit.map(String::valueOf).orElse(null);
        request.cursor = cursor.orElse(null);
        return request;
    }

    /** Reads the page from a store's list. */
    public <T> Page<T> of(Listing<T> listing) {
        return listing.list(Optional.ofNullable(cursor).map(Cursor::decode), size());
    }

    private int size() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int size = Integer.parseInt(limit);
            if (size >= 1 && size <= MAX_LIMIT) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw invalid();
        }
        throw invalid();
    }

    private NarrowgaugeException invalid() {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The parameter 'limit' is '%s'; it must be a whole number from 1 to %d.".formatted(limit, MAX_LIMIT));
    }

    /** A list of a store. */
    @FunctionalInterface
    public interface Listing<T> {
        Page<T> list(Optional<Cursor> after, int size);
    }
}
