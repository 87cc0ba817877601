package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.ImageLayout;
import dev.narrowgauge.domain.dataset.ImageSettings;
import dev.narrowgauge.domain.dataset.ImageSettings.Channels;
import dev.narrowgauge.domain.dataset.ImageSettings.Fit;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the settings and the model say together of how images become an input. Keys of the metadata are those of the ONNX
 * specification.
 *
 * @param height of the input; empty where it follows from each image
 * @param width of the input; empty where it follows from each image
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md">ONNX metadata of images</a>
 */
record ImagePlan(
        ImageLayout layout,
        Channels channels,
        OptionalInt height,
        OptionalInt width,
        ImageSettings settings,
        PixelScale scale) {
    private static final String PIXEL_FORMAT = "Image.BitmapPixelFormat";
    private static final List<Long> CHANNEL_COUNTS = List.of(1L, 3L);

    static ImagePlan of(FedInput input, ImageSettings settings) {
        input.requireType(ElementType.UINT8);
        ImageLayout layout = settings.layout()
                .or(() -> layout(input.spec().dims()))
                .orElseThrow(() -> input.incomplete(
                        "does not tell where its channels are", "image.layout (NCHW, NHWC, CHW, HWC, NHW or HW)"));
        input.requireRank(layout.rank(), layout.name());
        Channels channels = channels(input, settings, input.length(layout.axis('C')), layout);
        ImagePlan plan = new ImagePlan(
                layout,
                channels,
                input.length(layout.axis('H'), "image.height", settings.height()),
                input.length(layout.axis('W'), "image.width", settings.width()),
                settings,
                PixelScale.of(input, settings, channels));
        plan.requireSizes(input);
        return plan;
    }

    boolean isFixed() {
        return height.isPresent() && width.isPresent();
    }

    /** Where exactly one axis can be that of the channels. */
    private static Optional<ImageLayout> layout(List<Long> dims) {
        if (dims.size() != 3 && dims.size() != 4) {
            return Optional.empty();
        }
        boolean first = CHANNEL_COUNTS.contains(dims.get(dims.size() - 3));
        boolean last = CHANNEL_COUNTS.contains(dims.getLast());
        if (first == last) {
            return Optional.empty();
        }
        boolean batch = dims.size() == 4;
        if (first) {
            return Optional.of(batch ? ImageLayout.NCHW : ImageLayout.CHW);
        }
        return Optional.of(batch ? ImageLayout.NHWC : ImageLayout.HWC);
    }

    private static Channels channels(FedInput input, ImageSettings settings, OptionalInt count, ImageLayout layout) {
        Optional<Channels> known = settings.channels().or(() -> ofMetadata(input));
        if (layout.axis('C') < 0) {
            return Channels.GRAY;
        }
        if (known.isPresent() && count.isPresent() && known.get().count() != count.getAsInt()) {
            throw input.invalid(
                    "image.channels",
                    known.get().name().toLowerCase(Locale.ROOT),
                    "of " + count.getAsInt() + " channels, as the model's input is");
        }
        return known.or(() -> ofCount(count))
                .orElseThrow(() -> input.incomplete("does not tell its channels", "image.channels (rgb, bgr or gray)"));
    }

    private static Optional<Channels> ofMetadata(FedInput input) {
        return switch (input.metadata().getOrDefault(PIXEL_FORMAT, "")) {
            case "Rgb8" -> Optional.of(Channels.RGB);
            case "Bgr8" -> Optional.of(Channels.BGR);
            case "Gray8" -> Optional.of(Channels.GRAY);
            default -> Optional.empty();
        };
    }

    private static Optional<Channels> ofCount(OptionalInt count) {
        return switch (count.orElse(0)) {
            case 1 -> Optional.of(Channels.GRAY);
            case 3 -> Optional.of(Channels.RGB);
            default -> Optional.empty();
        };
    }

    private void requireSizes(FedInput input) {
        boolean needsBoth = settings.fit() == Fit.CROP || settings.fit() == Fit.PAD;
        boolean needsOne = settings.fit() == Fit.STRETCH;
        if (needsBoth && !isFixed() || needsOne && height.isEmpty() && width.isEmpty()) {
            throw input.incomplete("does not tell the size to fit images to", "image.height and image.width");
        }
        OptionalInt shorter = settings.shorterSide();
        if (shorter.isPresent()
                && settings.fit() == Fit.CROP
                && shorter.getAsInt() < Math.max(height.getAsInt(), width.getAsInt())) {
            throw input.invalid(
                    "image.shorterSide",
                    Integer.toString(shorter.getAsInt()),
                    "no less than the input's " + height.getAsInt() + " by " + width.getAsInt() + " pixels");
        }
    }
}
