package dev.narrowgauge.checks.scale;

import java.nio.file.Path;

/** A network to quantize, and samples of it. */
interface Network {
    /**
     * @param directory to write it to, where it is written
     * @param shared sample models and their data
     * @return its file
     */
    Path model(Path directory, Path shared);

    /**
     * Likewise its samples.
     *
     * @param count how many
     */
    Path data(Path directory, Path shared, int count);
}
