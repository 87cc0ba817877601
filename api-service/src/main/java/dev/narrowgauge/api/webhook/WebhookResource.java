package dev.narrowgauge.api.webhook;

import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/webhooks}. */
@Path("/v1/webhooks")
@Tag(name = "webhooks")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class WebhookResource {
    private static final String PLACE = "/v1/webhooks/";

    private final Webhooks webhooks;

    WebhookResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createWebhook",
            summary = "Be told what happens in the project, by requests to an address",
            description =
                    "The secret that they are signed with is told once. The address must be of the public Internet and begin with"
                            + " https, unless the service's operator has named it.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = NewWebhook.class)))
    public Response create(WebhookRequest request) {
        return told(webhooks.create(request));
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "The webhooks of the project, in one page")
    public PageView<WebhookView> list() {
        return PageView.whole(webhooks.list());
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook, with what was sent to it and what was to be")
    public WebhookView delete(@PathParam("id") String id) {
        return webhooks.delete(id);
    }

    @POST
    @Path("{id}/secrets")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Sign what is sent to a webhook with another secret",
            description =
                    "It is told once. With the one before it deliveries are signed as well, for the overlap, so that their receiver"
                            + " can be given the new one meanwhile.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = NewWebhook.class)))
    public Response rotate(@PathParam("id") String id, SecretRequest request) {
        return told(webhooks.rotate(id, request));
    }

    @GET
    @Path("{id}/deliveries")
    @Operation(
            operationId = "listWebhookDeliveries",
            summary = "What was sent to a webhook and is to be, newest first",
            description = "What has ended is kept for a while, 30 days unless the service's operator says otherwise.")
    public PageView<DeliveryView> deliveries(@PathParam("id") String id, @BeanParam PageRequest page) {
        return webhooks.deliveries(id, page);
    }

    @POST
    @Path("{id}/deliveries/{delivery}/resend")
    @Operation(
            operationId = "resendWebhookDelivery",
            summary = "Send the event of a delivery once more",
            description = "As a delivery of its own, with the same id of the event and the same body.")
    @APIResponse(
            responseCode = "201",
            description = "Filed",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    public Response resend(@PathParam("id") String id, @PathParam("delivery") String delivery) {
        return filed(id, webhooks.sendAgain(id, delivery));
    }

    @POST
    @Path("{id}/test")
    @Operation(
            operationId = "pingWebhook",
            summary = "Send a webhook an event that means nothing",
            description = "Its deliveries say what became of it.")
    @APIResponse(
            responseCode = "201",
            description = "Filed",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    public Response ping(@PathParam("id") String id) {
        return filed(id, webhooks.ping(id));
    }

    private static Response told(NewWebhook webhook) {
        return Located.made(PLACE + webhook.id(), webhook);
    }

    private static Response filed(String id, DeliveryView delivery) {
        return Located.made(PLACE + id + "/deliveries", delivery);
    }
}
