package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import java.util.OptionalInt;

/**
 * How an image lies in the input.
 *
 * @param scaledHeight of the whole image when it is scaled
 * @param top row of the scaled image at the input's first; negative where rows stand above the image
 * @param height of the input
 */
record Placement(int scaledHeight, int scaledWidth, int top, int left, int height, int width) {

    /** Fails where the image has another size and is to keep it. */
    static Placement of(ImagePlan plan, SampleFile file, int height, int width) {
        return switch (plan.settings().fit()) {
            case EXACT -> exact(plan, file, height, width);
            case STRETCH -> stretched(plan, file, height, width);
            case CROP -> cropped(plan, file, height, width);
            case PAD -> padded(plan, file, height, width);
        };
    }

    private static Placement exact(ImagePlan plan, SampleFile file, int height, int width) {
        if (plan.height().orElse(height) != height || plan.width().orElse(width) != width) {
            throw file.fault(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "has %d by %d pixels (width by height), and the input takes %s by %s; scale it, or write image.fit (stretch, crop or pad) into %s"
                            .formatted(width, height, text(plan.width()), text(plan.height()), DataSettings.FILE_NAME));
        }
        return new Placement(height, width, 0, 0, height, width);
    }

    private static String text(OptionalInt size) {
        return size.isPresent() ? Integer.toString(size.getAsInt()) : "any";
    }

    private static Placement stretched(ImagePlan plan, SampleFile file, int height, int width) {
        int newHeight = plan.height()
                .orElseGet(() -> rounded(file, (double) height * plan.width().getAsInt() / width));
        int newWidth = plan.width()
                .orElseGet(() -> rounded(file, (double) width * plan.height().getAsInt() / height));
        return new Placement(newHeight, newWidth, 0, 0, newHeight, newWidth);
    }

    /** The longer side is rounded down, and the cut rounded to even, as is common where models are trained. */
    private static Placement cropped(ImagePlan plan, SampleFile file, int height, int width) {
        int inputHeight = plan.height().getAsInt();
        int inputWidth = plan.width().getAsInt();
        int scaledHeight;
        int scaledWidth;
        if (plan.settings().shorterSide().isPresent()) {
            int shorter = plan.settings().shorterSide().getAsInt();
            scaledHeight = height <= width ? shorter : side(file, (long) shorter * height / width);
            scaledWidth = width <= height ? shorter : side(file, (long) shorter * width / height);
        } else {
            double factor = Math.max((double) inputHeight / height, (double) inputWidth / width);
            scaledHeight = Math.max(inputHeight, rounded(file, height * factor));
            scaledWidth = Math.max(inputWidth, rounded(file, width * factor));
        }
        return centred(scaledHeight, scaledWidth, inputHeight, inputWidth);
    }

    private static Placement padded(ImagePlan plan, SampleFile file, int height, int width) {
        int inputHeight = plan.height().getAsInt();
        int inputWidth = plan.width().getAsInt();
        double factor = Math.min((double) inputHeight / height, (double) inputWidth / width);
        int scaledHeight = Math.min(inputHeight, rounded(file, height * factor));
        int scaledWidth = Math.min(inputWidth, rounded(file, width * factor));
        return centred(scaledHeight, scaledWidth, inputHeight, inputWidth);
    }

    private static Placement centred(int scaledHeight, int scaledWidth, int height, int width) {
        int top = (int) Math.rint((scaledHeight - height) / 2.0);
        int left = (int) Math.rint((scaledWidth - width) / 2.0);
        return new Placement(scaledHeight, scaledWidth, top, left, height, width);
    }

    private static int rounded(SampleFile file, double size) {
        return side(file, Math.max(1, Math.round(Math.rint(size))));
    }

    private static int side(SampleFile file, long size) {
        if (size > Integer.MAX_VALUE) {
            throw file.fault(
                    ErrorCode.DATA_SETTINGS_INVALID_VALUE,
                    "would be scaled to " + size + " pixels on one side; cut it, or write smaller sizes into "
                            + DataSettings.FILE_NAME);
        }
        return (int) size;
    }
}
