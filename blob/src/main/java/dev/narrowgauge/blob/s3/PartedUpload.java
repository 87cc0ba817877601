package dev.narrowgauge.blob.s3;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An upload in parts, each of which is sent again by itself where that fails; the object is there once all are. */
final class PartedUpload {
    /** Above the 5 MiB that S3 asks for. Its most, 10,000 parts, hold 78 GiB. */
    static final int PART_BYTES = 8 << 20;

    private static final Logger LOG = System.getLogger(PartedUpload.class.getName());

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final String id;

    private PartedUpload(S3Client client, String bucket, String key, String id) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.id = id;
    }

    static PartedUpload begin(S3Client client, String bucket, String key) {
        String id = client.createMultipartUpload(upload -> upload.bucket(bucket).key(key))
                .uploadId();
        return new PartedUpload(client, bucket, key, id);
    }

    /** @throws IOException if the file cannot be read */
    void send(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            List<CompletedPart> parts = new ArrayList<>();
            byte[] part = content.readNBytes(PART_BYTES);
            while (part.length > 0) {
                parts.add(send(part, parts.size() + 1));
                part = content.readNBytes(PART_BYTES);
            }
            client.completeMultipartUpload(upload ->
                    upload.bucket(bucket).key(key).uploadId(id).multipartUpload(completed -> completed.parts(parts)));
        } catch (IOException | RuntimeException e) {
            abort();
            throw e;
        }
    }

    private CompletedPart send(byte[] part, int number) {
        String tag = client.uploadPart(
                        upload -> upload.bucket(bucket).key(key).uploadId(id).partNumber(number),
                        RequestBody.fromBytes(part))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** So that the parts cost nothing; where this fails as well, or the process ends, the bucket's own rule has to do it. */
    private void abort() {
        try {
            client.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(id));
        } catch (SdkException e) {
            LOG.log(Level.WARNING, "the parts of an upload to {0} were not deleted: {1}", bucket, e.getMessage());
        }
    }
}
