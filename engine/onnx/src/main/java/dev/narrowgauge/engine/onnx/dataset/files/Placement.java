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
            case STRETCH -> stretched(plan, height, width);
            case CROP -> cropped(plan, height, width);
            case PAD -> padded(plan, height, width);
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

    private static Placement stretched(ImagePlan plan, int height, int width) {
        int newHeight = plan.height()
                .orElseGet(() -> rounded((double) height * plan.width().getAsInt() / width));
        int newWidth = plan.width()
                .orElseGet(() -> rounded((double) width * plan.height().getAsInt() / height));
        return new Placement(newHeight, newWidth, 0, 0, newHeight, newWidth);
    }

    /** The longer side is rounded down, and the cut rounded to even, as is common where models are trained. */
    private static Placement cropped(ImagePlan plan, int height, int width) {
        int inputHeight = plan.height().getAsInt();
        int inputWidth = plan.width().getAsInt();
        int scaledHeight;
        int scaledWidth;
        if (plan.settings().shorterSide().isPresent()) {
            int shorter = plan.settings().shorterSide().getAsInt();
            scaledHeight = height <= width ? shorter : (int) ((long) shorter * height / width);
            scaledWidth = width <= height ? shorter : (int) ((long) shorter * width / height);
        } else {
            double factor = Math.max((double) inputHeight / height, (double) inputWidth / width);
            scaledHeight = Math.max(inputHeight, rounded(height * factor));
            scaledWidth = Math.max(inputWidth, rounded(width * factor));
        }
        return centred(scaledHeight, scaledWidth, inputHeight, inputWidth);
    }

    private static Placement padded(ImagePlan plan, int height, int width) {
        int inputHeight = plan.height().getAsInt();
        int inputWidth = plan.width().getAsInt();
        double factor = Math.min((double) inputHeight / height, (double) inputWidth / width);
        int scaledHeight = Math.min(inputHeight, rounded(height * factor));
        int scaledWidth = Math.min(inputWidth, rounded(width * factor));
        return centred(scaledHeight, scaledWidth, inputHeight, inputWidth);
    }

    private static Placement centred(int scaledHeight, int scaledWidth, int height, int width) {
        int top = (int) Math.rint((scaledHeight - height) / 2.0);
        int left = (int) Math.rint((scaledWidth - width) / 2.0);
        return new Placement(scaledHeight, scaledWidth, top, left, height, width);
    }

    private static int rounded(double size) {
        return (int) Math.max(1, Math.rint(size));
    }
}
