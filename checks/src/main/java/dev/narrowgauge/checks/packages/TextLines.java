package dev.narrowgauge.checks.packages;

import dev.narrowgauge.checks.data.Values;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;

/** Rendered lines of text, as a reader of documents crops them: dark on light paper with some grain. */
final class TextLines {
    private static final List<String> FONTS = List.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);
    private static final int HEIGHT = 48;
    private static final float MIDDLE = 127.5f;

    private final Random random;

    TextLines(long seed) {
        random = new Random(seed);
    }

    /**
     * Samples of shape 3 × 48 × width, from -1 to 1.
     *
     * @param turned whether every other line stands on its head
     */
    Values draw(int count, int width, boolean turned) {
        int plane = HEIGHT * width;
        float[] values = new float[count * 3 * plane];
        for (int sample = 0; sample < count; sample++) {
            BufferedImage line = line(width, turned && sample % 2 == 1);
            for (int pixel = 0; pixel < plane; pixel++) {
                int colour = line.getRGB(pixel % width, pixel / width);
                double grain = 6 * random.nextGaussian();
                for (int channel = 0; channel < 3; channel++) {
                    int level = colour >> 8 * channel & 0xff;
                    double value = Math.clamp(level + grain, 0, 255);
                    values[(sample * 3 + channel) * plane + pixel] = (float) (value / MIDDLE - 1);
                }
            }
        }
        return Values.floats(values, count, 3, HEIGHT, width);
    }

    private BufferedImage line(int width, boolean turned) {
        BufferedImage image = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            int paper = 215 + random.nextInt(41);
            graphics.setColor(new Color(paper, paper - random.nextInt(12), paper - random.nextInt(30)));
            graphics.fillRect(0, 0, width, HEIGHT);
            if (turned) {
                graphics.rotate(Math.PI, width / 2.0, HEIGHT / 2.0);
            }
            int ink = random.nextInt(70);
            graphics.setColor(new Color(ink, ink / 2, random.nextInt(90)));
            graphics.setFont(new Font(
                    FONTS.get(random.nextInt(FONTS.size())),
                    random.nextInt(3) == 0 ? Font.BOLD : Font.PLAIN,
                    24 + random.nextInt(10)));
            String text = Sentences.line(random);
            while (text.contains(" ") && graphics.getFontMetrics().stringWidth(text) > width - 10) {
                text = text.substring(0, text.lastIndexOf(' '));
            }
            graphics.drawString(text, 4 + random.nextInt(8), 33 + random.nextInt(5));
        } finally {
            graphics.dispose();
        }
        return image;
    }
}
