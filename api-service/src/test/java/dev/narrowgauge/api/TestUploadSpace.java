package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestUploadSpace {
    @Test
    void uploadThatIsTooLargeForTheDiskIsRefusedUnread(@TempDir Path directory) {
        ByteArrayInputStream content = new ByteArrayInputStream(new byte[7]);
        Uploads uploads = new Uploads(BlobStore.open(directory));

        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> uploads.receive(
                        "huge",
                        Long.MAX_VALUE,
                        content,
                        sha256 -> Optional.empty(),
                        file -> file,
                        (blob, file) -> file))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(content.available()).isEqualTo(7);
    }
}
