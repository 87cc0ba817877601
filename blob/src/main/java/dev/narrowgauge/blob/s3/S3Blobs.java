package dev.narrowgauge.blob.s3;

import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.blob.RemoteBlobs;
import dev.narrowgauge.blob.RemoteContent;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Blobs as the objects of a bucket. */
public final class S3Blobs implements RemoteBlobs {
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Client client;
    private final S3Settings settings;

    private S3Blobs(S3Client client, S3Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    /**
     * Fails with {@link ErrorCode#SERVICE_UNREACHABLE} where the store does not answer, which it may later, and with
     * {@link ErrorCode#STORAGE_UNAVAILABLE} where the bucket is not there, or is not this process's to use.
     */
    public static S3Blobs connect(S3Settings settings) {
        S3Blobs blobs = new S3Blobs(client(settings), settings);
        try {
            blobs.look();
            return blobs;
        } catch (SdkException e) {
            blobs.close();
            throw S3Failure.ofFirstCall(settings, e);
        } catch (RuntimeException e) {
            blobs.close();
            throw e;
        }
    }

    private static S3Client client(S3Settings settings) {
        try {
            return settings.connect();
        } catch (SdkException e) {
            throw S3Failure.of("the blob store " + settings.place() + " cannot be opened", e);
        }
    }

    @Override
    public RemoteContent open(String sha256, long offset, FetchWatch watch) {
        try {
            ResponseInputStream<GetObjectResponse> body = client.getObject(get -> {
                get.bucket(settings.bucket()).key(settings.key(sha256));
                if (offset > 0) {
                    get.range("bytes=" + offset + "-");
                }
            });
            return new RemoteContent(new S3Content(body), body.response().contentLength());
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case RANGE_NOT_SATISFIABLE -> new RemoteContent(InputStream.nullInputStream(), 0);
                case NOT_FOUND -> throw missing(sha256, e);
                default -> throw unreadable(sha256, e);
            };
        } catch (SdkException e) {
            throw unreadable(sha256, e);
        }
    }

    /** Of a bucket that is not there somebody else is told than of content. */
    private NarrowgaugeException missing(String sha256, S3Exception cause) {
        String sentence = cause instanceof NoSuchKeyException
                ? "the blob store %s does not have the content with SHA-256 %s; check the bucket and the prefix"
                : "the blob store %s is not there, and with it the content with SHA-256 %s; check the bucket and the endpoint";
        return new NarrowgaugeException(
                ErrorCode.STORAGE_UNAVAILABLE, sentence.formatted(settings.place(), sha256), cause);
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        try {
            return OptionalLong.of(
                    client.headObject(head -> head.bucket(settings.bucket()).key(settings.key(sha256)))
                            .contentLength());
        } catch (SdkException e) {
            if (e instanceof S3Exception refusal && refusal.statusCode() == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw unreadable(sha256, e);
        }
    }

    private NarrowgaugeException unreadable(String sha256, SdkException cause) {
        return S3Failure.of("the content %s cannot be read from %s".formatted(sha256, settings.place()), cause);
    }

    @Override
    public void write(Blob blob, Path file) throws IOException {
        String key = settings.key(blob.sha256());
        try {
            if (blob.sizeBytes() <= PartedUpload.PART_BYTES) {
                client.putObject(
                        put -> put.bucket(settings.bucket()).key(key), RequestBody.fromBytes(Files.readAllBytes(file)));
            } else {
                PartedUpload.begin(client, settings.bucket(), key).send(file);
            }
        } catch (SdkException e) {
            throw S3Failure.of("the content %s cannot be stored in %s".formatted(blob.sha256(), settings.place()), e);
        }
    }

    @Override
    public void delete(String sha256) {
        try {
            client.deleteObject(object -> object.bucket(settings.bucket()).key(settings.key(sha256)));
        } catch (SdkException e) {
            throw S3Failure.of("the content %s cannot be deleted from %s".formatted(sha256, settings.place()), e);
        }
    }

    /** A part is a page of the bucket's; what is called otherwise than content is not ours. */
    @Override
    public void list(Consumer<List<String>> parts) {
        try {
            client.listObjectsV2Paginator(list -> list.bucket(settings.bucket()).prefix(settings.prefix()))
                    .forEach(page -> parts.accept(names(page)));
        } catch (SdkException e) {
            throw S3Failure.of("the blob store " + settings.place() + " cannot be listed", e);
        }
    }

    private List<String> names(ListObjectsV2Response page) {
        return page.contents().stream()
                .map(S3Object::key)
                .flatMap(key -> settings.sha256(key).stream())
                .toList();
    }

    @Override
    public void requireContent() {
        if (isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the blob store %s is empty, but the database knows of content in it; check the bucket and the prefix"
                            .formatted(settings.place()));
        }
    }

    private boolean isEmpty() {
        try {
            return client.listObjectsV2(list -> list.bucket(settings.bucket())
                            .prefix(settings.prefix())
                            .maxKeys(1))
                    .contents()
                    .isEmpty();
        } catch (SdkException e) {
            throw S3Failure.of("the blob store " + settings.place() + " cannot be listed", e);
        }
    }

    @Override
    public void requireUsable() {
        try {
            look();
        } catch (SdkException e) {
            throw S3Failure.of("the blob store " + settings.place() + " cannot be used", e);
        }
    }

    private void look() {
        client.headBucket(head -> head.bucket(settings.bucket()));
    }

    @Override
    public void close() {
        client.close();
    }
}
