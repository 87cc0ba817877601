package dev.narrowgauge.engine.onnx.dataset.files;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Warnings of a reader that has made up pixels for those that are missing or damaged. */
final class LostData implements IIOReadWarningListener {
    private static final String[] SIGNS = {"premature", "truncat", "corrupt"};

    private String warning = "";

    @Override
    public void warningOccurred(ImageReader source, String text) {
        String lowered = text.toLowerCase(Locale.ROOT);
        if (Stream.of(SIGNS).anyMatch(lowered::contains)) {
            warning = text;
        }
    }

    void requireNothing() throws IOException {
        if (!warning.isEmpty()) {
            throw new IOException(warning);
        }
    }
}
