package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.ImageSettings.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Images as an input: decoded, their channels chosen, scaled in double precision without rounding between, and normalized.
 * Gray of colours is that of ITU-R BT.601.
 */
record ImageDecoder(ImagePlan plan) implements Decoder {
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    @Override
    public boolean hasBatch() {
        return plan.layout().hasBatch();
    }

    @Override
    public Optional<List<Long>> fixedDims() {
        return plan.isFixed()
                ? Optional.of(dims(
                        "Every sample", plan.height().getAsInt(), plan.width().getAsInt()))
                : Optional.empty();
    }

    @Override
    public List<Long> dims(SampleFile file) {
        ImageFile.Size size = ImageFile.size(file);
        Placement placement = Placement.of(plan, file, size.height(), size.width());
        return dims(file.name(), placement.height(), placement.width());
    }

    @Override
    public Decoded decode(SampleFile file) {
        ImageFile image = ImageFile.read(file);
        Placement placement =
                Placement.of(plan, file, image.size().height(), image.size().width());
        List<Long> dims = dims(file.name(), placement.height(), placement.width());
        return new Decoded(dims, laidOut(placed(image, placement), placement));
    }

    private List<Long> dims(String whose, int height, int width) {
        List<Long> dims = new ArrayList<>();
        for (char axis : plan.layout().name().toCharArray()) {
            switch (axis) {
                case 'C' -> dims.add((long) plan.channels().count());
                case 'H' -> dims.add((long) height);
                case 'W' -> dims.add((long) width);
                default -> {
                    // N counts samples.
                }
            }
        }
        return SampleSize.checked(whose, dims, "image.height or image.width");
    }

    /** The pixels of the input, row by row, the channels of each together. */
    private double[] placed(ImageFile image, Placement placement) {
        ImageFile.Size size = image.size();
        boolean antialias = plan.settings().antialias();
        int channels = plan.channels().count();
        Taps across = Taps.of(size.width(), placement.scaledWidth(), placement.left(), placement.width(), antialias);
        Taps down = Taps.of(size.height(), placement.scaledHeight(), placement.top(), placement.height(), antialias);
        double[] pixels = new double[placement.height() * placement.width() * channels];
        double[] colours = new double[3 * size.width()];
        double[] line = new double[channels * size.width()];
        double[] scaled = new double[channels * placement.width()];
        for (int row = 0; row < size.height(); row++) {
            boolean isScaled = false;
            for (int y = 0; y < placement.height(); y++) {
                double weight = down.weight(y, row);
                if (weight == 0) {
                    continue;
                }
                if (!isScaled) {
                    image.row(row, colours);
                    choose(colours, line);
                    scale(line, across, channels, scaled);
                    isScaled = true;
                }
                int start = y * scaled.length;
                for (int i = 0; i < scaled.length; i++) {
                    pixels[start + i] += weight * scaled[i];
                }
            }
        }
        fill(pixels, across, down, channels);
        return pixels;
    }

    private void choose(double[] colours, double[] line) {
        int count = colours.length / 3;
        Channels wanted = plan.channels();
        for (int x = 0; x < count; x++) {
            double red = colours[3 * x];
            double green = colours[3 * x + 1];
            double blue = colours[3 * x + 2];
            switch (wanted) {
                case GRAY -> line[x] = red == green && green == blue ? red : RED * red + GREEN * green + BLUE * blue;
                case RGB -> {
                    line[3 * x] = red;
                    line[3 * x + 1] = green;
                    line[3 * x + 2] = blue;
                }
                case BGR -> {
                    line[3 * x] = blue;
                    line[3 * x + 1] = green;
                    line[3 * x + 2] = red;
                }
            }
        }
    }

    private static void scale(double[] line, Taps across, int channels, double[] scaled) {
        for (int x = 0; x < across.count(); x++) {
            double[] weights = across.weights()[x];
            for (int channel = 0; channel < channels; channel++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * line[channels * (across.first()[x] + i) + channel];
                }
                scaled[channels * x + channel] = sum;
            }
        }
    }

    private void fill(double[] pixels, Taps across, Taps down, int channels) {
        for (int y = 0; y < down.count(); y++) {
            for (int x = 0; x < across.count(); x++) {
                if (down.isOutside(y) || across.isOutside(x)) {
                    int start = channels * (y * across.count() + x);
                    for (int channel = 0; channel < channels; channel++) {
                        pixels[start + channel] = plan.settings().fill();
                    }
                }
            }
        }
    }

    private float[] laidOut(double[] pixels, Placement placement) {
        int channels = plan.channels().count();
        int area = placement.height() * placement.width();
        boolean planes = plan.layout().axis('C') >= 0
                && plan.layout().axis('C') < plan.layout().axis('H');
        float[] values = new float[pixels.length];
        for (int place = 0; place < area; place++) {
            for (int channel = 0; channel < channels; channel++) {
                double value = plan.scale().apply(pixels[channels * place + channel], channel);
                values[planes ? channel * area + place : channels * place + channel] = (float) value;
            }
        }
        return values;
    }
}
