package dev.narrowgauge.engine.onnx.dataset.files;

import java.util.List;
import java.util.Optional;

/** Turns files into samples of one input of a model. Every fault names the file. */
sealed interface Decoder permits ImageDecoder, SoundDecoder {
    /** Whether the input has an axis, its outermost, that counts samples. */
    boolean hasBatch();

    /** Of every sample, without the axis that counts them; empty where they follow from the file. */
    Optional<List<Long>> fixedDims();

    /** Of this sample, from the head of its file alone. */
    List<Long> dims(SampleFile file);

    Decoded decode(SampleFile file);
}
