package dev.narrowgauge.engine.onnx.dataset.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a file holds, as its name says. */
enum MediaKind {
    IMAGE("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp"),
    SOUND("wav", "wave");

    /** Formats that people have samples in and that are not read: passing over them in silence would lose samples. */
    private static final Set<String> UNREAD = Set.of(
            "avif", "heic", "heif", "jp2", "jxl", "svg", "mp3", "flac", "ogg", "opus", "m4a", "aac", "mp4", "npy");

    private final List<String> endings;

    MediaKind(String... endings) {
        this.endings = List.of(endings);
    }

    static Optional<MediaKind> of(Path file) {
        String ending = ending(file);
        for (MediaKind kind : values()) {
            if (kind.endings.contains(ending)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    static boolean isUnread(Path file) {
        return UNREAD.contains(ending(file));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
