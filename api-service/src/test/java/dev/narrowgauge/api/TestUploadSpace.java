package dev.narrowgauge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.upload.Uploads;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestUploadSpace {
    @Test
    void uploadThatIsTooLargeForTheDiskIsRefusedUnread(@TempDir Path directory) {
        ByteArrayInputStream content = new ByteArrayInputStream(new byte[7]);
        Uploads uploads = new Uploads(FolderBlobStore.open(directory), Long.MAX_VALUE);

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

    @Test
    void uploadThatNeverEndsIsRefused(@TempDir Path directory) {
        assertRefused(directory, new ByteArrayInputStream(new byte[8]), ErrorCode.REQUEST_TOO_LARGE);
    }

    @Test
    void connectionThatBreaksIsNotTheFaultOfTheDisk(@TempDir Path directory) {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertRefused(directory, broken, ErrorCode.REQUEST_TIMED_OUT);
    }

    private static void assertRefused(Path directory, InputStream content, ErrorCode code) {
        Uploads uploads = new Uploads(FolderBlobStore.open(directory), 7);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> uploads.receive(
                        "broken", 0, content, sha256 -> Optional.empty(), file -> file, (blob, file) -> file))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
    }
}
