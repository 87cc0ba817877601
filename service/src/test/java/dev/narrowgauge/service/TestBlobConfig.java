package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.blob.s3.S3Settings;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names and defaults are what operators rely on. */
class TestBlobConfig {
    @Test
    void defaults() {
        BlobConfig config = read(Map.of());
        assertThat(config.dir()).isEqualTo(Path.of(".narrowgauge/blobs"));
        assertThat(config.keepUnreferenced()).isEmpty();
        assertThat(config.s3().bucket()).isEmpty();
        assertThat(config.cache().dir()).isEqualTo(Path.of(".narrowgauge/cache"));
        assertThat(config.cache().size().asLongValue()).isEqualTo(20L << 30);
        assertThat(BlobBeans.settings("models", config.s3()))
                .isEqualTo(new S3Settings("models", "", Optional.empty(), Optional.empty(), true, false));
    }

    @Test
    void everyNameIsRead() {
        BlobConfig config = read(Map.ofEntries(
                Map.entry("narrowgauge.data-dir", "/data"),
                Map.entry("narrowgauge.blob.dir", "/blobs"),
                Map.entry("narrowgauge.blob.keep-unreferenced", "P30D"),
                Map.entry("narrowgauge.blob.s3.bucket", "models"),
                Map.entry("narrowgauge.blob.s3.prefix", "narrowgauge"),
                Map.entry("narrowgauge.blob.s3.region", "eu-central-1"),
                Map.entry("narrowgauge.blob.s3.endpoint", "https://minio.example:9000"),
                Map.entry("narrowgauge.blob.s3.path-style", "false"),
                Map.entry("narrowgauge.blob.s3.checksums", "true"),
                Map.entry("narrowgauge.blob.cache.size", "3G")));
        assertThat(config.dir()).isEqualTo(Path.of("/blobs"));
        assertThat(config.keepUnreferenced()).contains(Duration.ofDays(30));
        assertThat(config.s3().bucket()).contains("models");
        assertThat(config.cache().dir()).isEqualTo(Path.of("/data/cache"));
        assertThat(config.cache().size().asLongValue()).isEqualTo(3L << 30);
        assertThat(BlobBeans.settings("models", config.s3()))
                .isEqualTo(new S3Settings(
                        "models",
                        "narrowgauge/",
                        Optional.of("eu-central-1"),
                        Optional.of(URI.create("https://minio.example:9000")),
                        false,
                        true));
    }

    @Test
    void addressThatIsNoneIsNamed() {
        for (String endpoint :
                new String[] {"minio.example:9000", "minio.example", "ftp://minio.example", "http://a b"}) {
            BlobConfig config = read(Map.of("narrowgauge.blob.s3.endpoint", endpoint));
            assertThatThrownBy(() -> BlobBeans.settings("models", config.s3()))
                    .hasMessageContainingAll("narrowgauge.blob.s3.endpoint", endpoint);
        }
    }

    private static BlobConfig read(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(BlobConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(BlobConfig.class);
    }
}
