package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The pixels of an image file as they stand in it: no colour profile, no orientation and no gamma changes them. */
final class ImageFile {
    private static final long MOST_PIXELS = 100_000_000;
    private static final int BRIGHTEST = 255;

    private final Raster raster;
    private final int[] palette;
    private final double[] factors;

    private ImageFile(BufferedImage image) {
        this.raster = image.getRaster();
        this.palette = image.getColorModel() instanceof IndexColorModel indexed ? colours(indexed) : new int[0];
        this.factors = Arrays.stream(raster.getSampleModel().getSampleSize())
                .mapToDouble(bits -> (double) BRIGHTEST / ((1L << bits) - 1))
                .toArray();
    }

    /** Height and width. */
    record Size(int height, int width) {}

    static Size size(SampleFile file) {
        return read(file, ImageFile::size);
    }

    static ImageFile read(SampleFile file) {
        return read(file, reader -> {
            size(reader);
            var lost = new LostData();
            reader.addIIOReadWarningListener(lost);
            BufferedImage image = reader.read(0);
            lost.requireNothing();
            int type = image.getRaster().getDataBuffer().getDataType();
            if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
                throw new IOException("its pixels are floating-point numbers");
            }
            return new ImageFile(image);
        });
    }

    Size size() {
        return new Size(raster.getHeight(), raster.getWidth());
    }

    /** One row as red, green and blue, from 0 to 255; gray ones three times. */
    void row(int y, double[] target) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] samples = raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, (int[]) null);
        for (int x = 0; x < width; x++) {
            for (int channel = 0; channel < 3; channel++) {
                int band = bands < 3 ? 0 : channel;
                target[3 * x + channel] = palette.length > 0
                        ? palette[samples[x]] >> 8 * (2 - channel) & BRIGHTEST
                        : factors[band] * samples[bands * x + band];
            }
        }
    }

    private interface Use<T> {
        T with(ImageReader reader) throws IOException;
    }

    private static <T> T read(SampleFile file, Use<T> use) {
        try (ImageInputStream stream =
                ImageIO.createImageInputStream(file.path().toFile())) {
            if (stream == null) {
                throw file.fault(ErrorCode.FILE_NOT_FOUND, "cannot be read; check its owner and mode");
            }
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException("its content is in no format that is supported");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return use.with(reader);
            } finally {
                reader.dispose();
            }
        } catch (NarrowgaugeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A reader that stumbles over a damaged file does so in many ways.
            throw file.fault(
                    ErrorCode.DATASET_UNREADABLE,
                    "cannot be decoded as an image (" + e.getMessage()
                            + "); save it again as PNG, or as JPEG in RGB or gray",
                    e);
        }
    }

    private static Size size(ImageReader reader) throws IOException {
        Size size = new Size(reader.getHeight(0), reader.getWidth(0));
        if ((long) size.height() * size.width() > MOST_PIXELS) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%d by %d pixels are more than the %d that are supported",
                    size.width(),
                    size.height(),
                    MOST_PIXELS));
        }
        return size;
    }

    private static int[] colours(IndexColorModel model) {
        int[] colours = new int[model.getMapSize()];
        model.getRGBs(colours);
        return colours;
    }
}
