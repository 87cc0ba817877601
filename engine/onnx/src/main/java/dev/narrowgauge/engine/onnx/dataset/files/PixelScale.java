package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.ImageSettings;
import dev.narrowgauge.domain.dataset.ImageSettings.Channels;
import java.util.Arrays;
import java.util.List;

/** {@code (pixel * scale - mean) / std} of each channel, in double precision. */
final class PixelScale {
    private static final String RANGE = "Image.NominalPixelRange";
    private static final double BRIGHTEST = 255;

    private final double scale;
    private final double[] mean;
    private final double[] std;

    private PixelScale(double scale, double[] mean, double[] std) {
        this.scale = scale;
        this.mean = mean;
        this.std = std;
    }

    static PixelScale of(FedInput input, ImageSettings settings, Channels channels) {
        double[] mean = ofChannels(input, "image.mean", settings.mean(), channels, 0);
        double[] std = ofChannels(input, "image.std", settings.std(), channels, 1);
        if (settings.scale().isPresent()) {
            return new PixelScale(settings.scale().get(), mean, std);
        }
        boolean centred = !settings.mean().isEmpty() || !settings.std().isEmpty();
        String range = centred ? "" : input.metadata().getOrDefault(RANGE, "");
        return switch (range) {
            case "NominalRange_0_255" -> new PixelScale(1, mean, std);
            case "Normalized_0_1" -> new PixelScale(1 / BRIGHTEST, mean, std);
            case "Normalized_1_1" ->
                new PixelScale(2 / BRIGHTEST, ofChannels(input, "", List.of(1.0), channels, 0), std);
            default -> {
                if (input.isFloat()) {
                    throw input.incomplete(
                            "takes floating-point numbers, and nothing tells which ones it takes for pixels from 0 to 255",
                            "image.scale (1/255 where it takes 0 to 1, 1 where it takes 0 to 255) and, where it was"
                                    + " trained with them, image.mean and image.std");
                }
                yield new PixelScale(1, mean, std);
            }
        };
    }

    double apply(double pixel, int channel) {
        return (pixel * scale - mean[channel]) / std[channel];
    }

    private static double[] ofChannels(
            FedInput input, String key, List<Double> values, Channels channels, double otherwise) {
        double[] each = new double[channels.count()];
        if (values.size() > 1 && values.size() != each.length) {
            throw input.invalid(key, values.toString(), "one number, or " + each.length + ", one for each channel");
        }
        Arrays.setAll(each, channel -> switch (values.size()) {
            case 0 -> otherwise;
            case 1 -> values.getFirst();
            default -> values.get(channel);
        });
        return each;
    }
}
