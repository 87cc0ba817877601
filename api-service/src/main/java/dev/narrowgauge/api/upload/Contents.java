package dev.narrowgauge.api.upload;

import dev.narrowgauge.db.blob.BlobStore;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Sends stored content. It never changes under its hash, so the hash is its entity tag and caches may keep it. */
@Singleton
public final class Contents {
    private final BlobStore blobs;

    Contents(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** @param fileName that a browser saves it under */
    public Response send(String sha256, String fileName, Request request) {
        EntityTag tag = new EntityTag(sha256);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.build();
        }
        return Response.ok(blobs.path(sha256).toFile(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .tag(tag)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(safe(fileName)))
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=31536000, immutable")
                .build();
    }

    private static String safe(String fileName) {
        return fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
