package dev.narrowgauge.db;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far an attempt is. Its texts are kept without NUL characters, which no database text holds.
 *
 * @param stage a word such as {@code calibrate}
 * @param total 0 when not known
 * @param remainingSeconds of this stage; empty when not known
 * @param found by this stage so far, a phrase such as {@code ratio 0.520 [0.500, 0.540]}
 */
public record Progress(String stage, long done, long total, OptionalDouble remainingSeconds, Optional<String> found) {
    public Progress {
        stage = stage.replace('\0', '\uFFFD');
        found = found.map(phrase -> phrase.replace('\0', '\uFFFD'));
    }
}
