package dev.narrowgauge.blob.s3;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.digest.Sha256;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Where a bucket is, and how its store wants to be spoken to. Who the process is the SDK finds out by itself: from the
 * identity of the workload, the machine's role, or keys in the environment.
 *
 * @param prefix of all keys, empty for none; it ends with a slash, which is added where it does not
 * @param region empty for what the SDK finds in the environment
 * @param endpoint of a store that is not Amazon's
 * @param pathStyle whether the bucket stands in the path of the address, and not in the host's name
 * @param checksums whether to send and to check checksums beyond what S3 requires
 */
public record S3Settings(
        String bucket,
        String prefix,
        Optional<String> region,
        Optional<URI> endpoint,
        boolean pathStyle,
        boolean checksums) {
    public S3Settings {
        requireNonNull(bucket, "bucket is null");
        requireNonNull(region, "region is null");
        requireNonNull(endpoint, "endpoint is null");
        prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /** As a person would name it. */
    String place() {
        return "s3://" + bucket + "/" + prefix
                + endpoint.map(address -> " at " + address).orElse("");
    }

    /** Called as a folder calls its files, so that one can be copied to a bucket as it is. */
    String key(String sha256) {
        return prefix + sha256.substring(0, 2) + "/" + sha256;
    }

    /** Of the content that has this key; empty where none does. */
    Optional<String> sha256(String key) {
        return Optional.of(key.substring(key.lastIndexOf('/') + 1))
                .filter(name -> Sha256.isOne(name) && key(name).equals(key));
    }

    /** To be closed. */
    public S3Client connect() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .forcePathStyle(pathStyle)
                .requestChecksumCalculation(
                        checksums
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        checksums
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED);
        region.ifPresent(name -> builder.region(Region.of(name)));
        endpoint.ifPresent(address -> builder.endpointOverride(address));
        return builder.build();
    }
}
