package dev.narrowgauge.api.upload;

import dev.narrowgauge.blob.BlobFile;
import dev.narrowgauge.blob.BlobStore;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Sends stored content. It never changes under its hash, so the hash is its entity tag: who has kept it need not fetch it again. */
@Singleton
public final class Contents {
    private final BlobStore blobs;
    private final CurrentVertxRequest current;

    Contents(BlobStore blobs, CurrentVertxRequest current) {
        this.blobs = blobs;
        this.current = current;
    }

    /** @param fileName that a browser saves it under */
    public Response send(String sha256, String fileName, Request request) {
        EntityTag tag = new EntityTag(sha256);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.build();
        }
        BlobFile content = blobs.fetch(sha256);
        closeAfterwards(content);
        return Response.ok(content.path().toFile(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .tag(tag)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(safe(fileName)))
                .build();
    }

    /** The file is sent after the response has been returned, unless the client has gone while it was fetched. */
    private void closeAfterwards(BlobFile content) {
        RoutingContext exchange = current.getCurrent();
        exchange.addEndHandler(_ -> content.close());
        if (exchange.response().closed()) {
            // The handlers of the end were called before this one was among them.
            content.close();
        }
    }

    private static String safe(String fileName) {
        return fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
