package dev.narrowgauge.api.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.error.JsonText;
import dev.narrowgauge.domain.gate.PolicySchema;
import dev.narrowgauge.domain.gate.VerdictSchema;
import dev.narrowgauge.domain.recipe.RecipeSchema;
import dev.narrowgauge.domain.report.ReportSchema;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/schemas}: the JSON schemas of the documents that people write and programs read. */
@Path("/v1/schemas")
@Tag(name = "schemas")
@RunOnVirtualThread
public final class SchemaResource {
    private final JsonText texts;

    SchemaResource(ObjectMapper json) {
        this.texts = new JsonText(json);
    }

    @GET
    @Path("/recipe")
    @Produces("application/schema+json")
    @Operation(operationId = "getRecipeSchema", summary = "The JSON schema of recipes")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = SchemaType.OBJECT)))
    public String recipe() {
        return texts.of(RecipeSchema.document());
    }

    @GET
    @Path("/quality-report")
    @Produces("application/schema+json")
    @Operation(operationId = "getReportSchema", summary = "The JSON schema of quality reports")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = SchemaType.OBJECT)))
    public String qualityReport() {
        return ReportSchema.json();
    }

    @GET
    @Path("/policy")
    @Produces("application/schema+json")
    @Operation(operationId = "getPolicySchema", summary = "The JSON schema of policies")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = SchemaType.OBJECT)))
    public String policy() {
        return texts.of(PolicySchema.document());
    }

    @GET
    @Path("/verdict")
    @Produces("application/schema+json")
    @Operation(operationId = "getVerdictSchema", summary = "The JSON schema of verdict documents")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = SchemaType.OBJECT)))
    public String verdict() {
        return VerdictSchema.json();
    }
}
