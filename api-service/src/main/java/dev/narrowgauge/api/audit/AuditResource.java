package dev.narrowgauge.api.audit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.ApiKey;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.AuditStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/audit}. */
@Path("/v1/audit")
@Tag(name = "audit")
@RunOnVirtualThread
public final class AuditResource {
    /** Each line is a document of JSON. */
    private static final String LINES = "application/jsonl";

    private static final int USUAL = 1000;
    private static final int MOST = 10_000;

    private final AuditStore store;
    private final ApiKeyStore keys;
    private final AuditTrail trail;
    private final ObjectMapper json;

    AuditResource(AuditStore store, ApiKeyStore keys, AuditTrail trail, ObjectMapper json) {
        this.store = store;
        this.keys = keys;
        this.trail = trail;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listAudit", summary = "Who did what, and what was refused, newest first")
    public PageView<AuditView> list(@BeanParam PageRequest page) {
        trail.write();
        Map<String, String> keyNames =
                keys.list().stream().collect(toMap(key -> key.id().toString(), ApiKey::name));
        return PageView.of(page.of(store::list), line -> AuditView.of(line, keyNames, json));
    }

    @GET
    @Path("lines")
    @Produces(LINES)
    @Operation(
            operationId = "exportAudit",
            summary = "The lines of the audit log, oldest first, as they are chained",
            description =
                    "Each line ends with the SHA-256 of its bytes before `,\"hash\"`, among which is the hash of the"
                            + " line before. Fewer lines than were asked for are the last ones.")
    @APIResponse(
            responseCode = "200",
            description = "A document of JSON in each line",
            content = @Content(mediaType = LINES, schema = @Schema(type = SchemaType.STRING)))
    public String lines(
            @QueryParam("after")
                    @Parameter(
                            description = "Sequence number of the line that they follow",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
                    String after,
            @QueryParam("limit")
                    @Parameter(
                            description = "How many",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "10000",
                                            defaultValue = "1000"))
                    String limit) {
        long first = Parameters.number("after", after, 0, Long.MAX_VALUE, 0);
        long most = Parameters.number("limit", limit, 1, MOST, USUAL);
        trail.write();
        return store.after(first, (int) most).stream()
                .map(line -> line.text() + '\n')
                .collect(joining());
    }
}
