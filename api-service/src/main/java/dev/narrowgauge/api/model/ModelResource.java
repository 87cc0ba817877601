package dev.narrowgauge.api.model;

import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.page.UploadParameters;
import dev.narrowgauge.api.upload.ContentLength;
import dev.narrowgauge.api.upload.Contents;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.domain.model.Model;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/models}. */
@Path("/v1/models")
@Tag(name = "models")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ModelResource {
    private final Models models;
    private final Contents contents;

    ModelResource(Models models, Contents contents) {
        this.models = models;
        this.contents = contents;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "uploadModel",
            summary = "Upload an ONNX file, or a zip of one with its external data",
            description =
                    "The file is inspected before it is accepted. The same content is stored once, under all its names.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "201",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = Model.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same content had been uploaded before",
            content = @Content(schema = @Schema(implementation = Model.class)))
    public Response upload(
            @QueryParam("name")
                    @Parameter(
                            required = true,
                            description = "A name for people to find it by",
                            schema = @Schema(minLength = 1, maxLength = Uploads.MAX_NAME))
                    String name,
            @Context HttpHeaders headers,
            InputStream content) {
        Uploaded<Model> uploaded = models.upload(name, ContentLength.announced(headers), content);
        return Located.at("/v1/models/" + uploaded.item().id(), uploaded.item(), uploaded.created());
    }

    @GET
    @Operation(operationId = "listModels", summary = "Models, newest first")
    public PageView<Model> list(@BeanParam PageRequest page, @BeanParam UploadParameters filter) {
        return PageView.of(page.of((after, size) -> models.store().list(filter.read(), after, size)), model -> model);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getModel", summary = "What a model is")
    public Model get(@PathParam("id") String id) {
        return models.get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteModel",
            summary = "Delete a model with all its names",
            description =
                    "409 while runs are about it, which names them. The answer is what it was; its content is deleted once nobody has"
                            + " referred to it for as long as the service keeps such.")
    public Model delete(@PathParam("id") String id) {
        return models.delete(id);
    }

    @GET
    @Path("{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(operationId = "downloadModel", summary = "The uploaded bytes")
    @APIResponse(
            responseCode = "200",
            description = "The bytes; they never change under this address",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "Not modified: the client has it already")
    public Response content(@PathParam("id") String id, @Context Request request) {
        Model model = models.get(id);
        return contents.send(model.id(), model.name(), request);
    }
}
