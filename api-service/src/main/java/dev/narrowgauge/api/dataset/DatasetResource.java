package dev.narrowgauge.api.dataset;

import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.page.UploadParameters;
import dev.narrowgauge.api.upload.ContentLength;
import dev.narrowgauge.api.upload.Contents;
import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.api.upload.Uploads.Uploaded;
import dev.narrowgauge.domain.dataset.Dataset;
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

/** {@code /v1/datasets}. */
@Path("/v1/datasets")
@Tag(name = "datasets")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class DatasetResource {
    private final Datasets datasets;
    private final Contents contents;

    DatasetResource(Datasets datasets, Contents contents) {
        this.datasets = datasets;
        this.contents = contents;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "uploadDataset",
            summary =
                    "Upload an .npz with an array per model input and, maybe, labels; or a zip of ONNX test_data_set folders",
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
            content = @Content(schema = @Schema(implementation = Dataset.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same content had been uploaded before",
            content = @Content(schema = @Schema(implementation = Dataset.class)))
    public Response upload(
            @QueryParam("name")
                    @Parameter(
                            required = true,
                            description = "A name for people to find it by",
                            schema = @Schema(minLength = 1, maxLength = Uploads.MAX_NAME))
                    String name,
            @Context HttpHeaders headers,
            InputStream content) {
        Uploaded<Dataset> uploaded = datasets.upload(name, ContentLength.announced(headers), content);
        return Located.at("/v1/datasets/" + uploaded.item().id(), uploaded.item(), uploaded.created());
    }

    @GET
    @Operation(operationId = "listDatasets", summary = "Datasets, newest first")
    public PageView<Dataset> list(@BeanParam PageRequest page, @BeanParam UploadParameters filter) {
        return PageView.of(
                page.of((after, size) -> datasets.store().list(filter.read(), after, size)), dataset -> dataset);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getDataset", summary = "What a dataset is")
    public Dataset get(@PathParam("id") String id) {
        return datasets.get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteDataset",
            summary = "Delete a dataset with all its names",
            description =
                    "409 while runs are about it, which names them. The answer is what it was; its content is deleted once nobody has"
                            + " referred to it for as long as the service keeps such.")
    public Dataset delete(@PathParam("id") String id) {
        return datasets.delete(id);
    }

    @GET
    @Path("{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(operationId = "downloadDataset", summary = "The uploaded bytes")
    @APIResponse(
            responseCode = "200",
            description = "The bytes; they never change under this address",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "Not modified: the client has it already")
    public Response content(@PathParam("id") String id, @Context Request request) {
        Dataset dataset = datasets.get(id);
        return contents.send(dataset.id(), dataset.name(), request);
    }
}
