package dev.narrowgauge.api.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to the document what holds for every operation, and what the records of {@code domain}, which know no framework, do not
 * say of themselves.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class DocumentFilter implements OASFilter {
    static final String REFUSED = "Refused";
    static final String FAILED = "Failed";

    private static final String JSON = "application/json";

    /** Answers with nothing left out: what is not known is null. */
    private static final Set<String> WHOLE = Set.of(
            "Annotation",
            "ApiKey",
            "AuditEntry",
            "ComparedMeasurement",
            "ComparedValue",
            "Comparison",
            "ConditionDifference",
            "Dataset",
            "DatasetDescription",
            "DeletedProject",
            "Fault",
            "Identity",
            "Job",
            "JobError",
            "MatrixRow",
            "MatrixValue",
            "Model",
            "ModelDescription",
            "NewApiKey",
            "NewNodeToken",
            "Node",
            "NodeToken",
            "ParetoRow",
            "Project",
            "ProjectAmount",
            "ProjectUse",
            "Run",
            "Series",
            "SeriesBreak",
            "SeriesChange",
            "SeriesHistory",
            "SeriesPoint",
            "Session",
            "SessionCode",
            "SessionEnd",
            "SignInProvider",
            "SignInStart",
            "Status",
            "StatusQueue",
            "StatusRole",
            "StatusWait",
            "TensorDescription",
            "Variant");

    /** Sixty-four random bits, which JavaScript would round. */
    private static final Map<String, String> TEXT_OF_A_NUMBER = Map.of("LatencyEvidence", "seed", "Provenance", "seed");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().values().forEach(path -> {
            path.getOperations().values().forEach(DocumentFilter::addFailures);
            Optional.ofNullable(path.getGET()).ifPresent(DocumentFilter::addNotModified);
        });
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        schemas.forEach((name, schema) -> {
            if (WHOLE.contains(name) || name.startsWith("PageView")) {
                schema.required(List.copyOf(schema.getProperties().keySet()));
            }
        });
        DeclaredSchemas.fill(schemas);
        schemas.values().forEach(NullableProperties::untangle);
        NullableProperties.declare(schemas);
        TEXT_OF_A_NUMBER.forEach((schema, property) -> schemas.get(schema)
                .getProperties()
                .get(property)
                .type(List.of(SchemaType.STRING))
                .format(null)
                .pattern("^-?[0-9]+$"));
    }

    /** What {@link dev.narrowgauge.api.answer.EntityTags} does. */
    private static void addNotModified(Operation operation) {
        APIResponse answer = operation.getResponses().getAPIResponse("200");
        if (answer == null
                || answer.getContent() == null
                || !answer.getContent().hasMediaType(JSON)) {
            return;
        }
        operation
                .getResponses()
                .addAPIResponse(
                        "304",
                        OASFactory.createAPIResponse()
                                .description("What it answers has one of the tags (ETag) in If-None-Match"));
    }

    private static void addFailures(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse("4XX", OASFactory.createAPIResponse().ref("#/components/responses/" + REFUSED))
                .addAPIResponse("5XX", OASFactory.createAPIResponse().ref("#/components/responses/" + FAILED));
    }
}
