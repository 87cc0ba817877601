package dev.narrowgauge.api.variant;

import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.upload.Contents;
import dev.narrowgauge.domain.report.QualityReport;
import dev.narrowgauge.domain.report.ReportPage;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/variants}, and what a run made and measured. */
@Path("/v1")
@Tag(name = "variants")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class VariantResource {
    private final Variants variants;
    private final Contents contents;
    private final CurrentVertxRequest current;

    VariantResource(Variants variants, Contents contents, CurrentVertxRequest current) {
        this.variants = variants;
        this.contents = contents;
        this.current = current;
    }

    @GET
    @Path("runs/{id}/variants")
    @Operation(operationId = "listVariants", summary = "The variants of a run, in one page")
    public PageView<VariantView> ofRun(@PathParam("id") String runId) {
        return PageView.whole(
                variants.ofRun(runId).stream().map(VariantView::of).toList());
    }

    @GET
    @Path("runs/{id}/measurements")
    @Operation(operationId = "listMeasurements", summary = "The measurements of a run, in one page")
    public PageView<Measurement> measurements(@PathParam("id") String runId) {
        return PageView.whole(variants.measurementsOfRun(runId));
    }

    @GET
    @Path("variants/{id}")
    @Operation(operationId = "getVariant", summary = "What a variant is and what it was made of")
    public VariantView get(@PathParam("id") String id) {
        return VariantView.of(variants.get(id));
    }

    @GET
    @Path("variants/{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(operationId = "downloadVariant", summary = "The quantized ONNX file")
    @APIResponse(
            responseCode = "200",
            description = "The bytes; they never change under this address",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "Not modified: the client has it already")
    public Response content(@PathParam("id") String id, @Context Request request) {
        Variant variant = variants.get(id);
        return contents.send(variant.sha256(), variant.fileName(), request);
    }

    @GET
    @Path("variants/{id}/report")
    @Operation(operationId = "getReport", summary = "The quality report: what quantization did to each tensor")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = QualityReport.class)))
    public String report(@PathParam("id") String id) {
        return variants.get(id).report();
    }

    @GET
    @Path("variants/{id}/report.html")
    @Produces(MediaType.TEXT_HTML)
    @Operation(operationId = "getReportPage", summary = "The quality report as one page that needs no other file")
    public String reportPage(@PathParam("id") String id) {
        String page = ReportPage.of(variants.get(id).report());
        current.getCurrent()
                .response()
                .putHeader("Content-Security-Policy", ReportPage.policy() + "; frame-ancestors 'none'");
        return page;
    }
}
