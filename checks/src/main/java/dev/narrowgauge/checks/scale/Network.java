package dev.narrowgauge.checks.scale;

import dev.narrowgauge.checks.data.Samples;
import java.nio.file.Path;

/** A network of any size. */
interface Network {
    /** Writes it, with a data file beside it. */
    void write(Path file);

    Samples samples(int count);
}
