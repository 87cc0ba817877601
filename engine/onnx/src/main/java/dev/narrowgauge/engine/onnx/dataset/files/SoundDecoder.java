package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.domain.dataset.AudioSettings;
import dev.narrowgauge.domain.dataset.AudioSettings.AudioLayout;
import dev.narrowgauge.domain.dataset.AudioSettings.Fit;
import dev.narrowgauge.domain.dataset.AudioSettings.Tracks;
import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sounds as an input.
 *
 * @param channels of the input; empty where it takes as many as a file has
 * @param length of the input in points of time; empty where it follows from each file
 * @param sampleRate that every file must have
 */
record SoundDecoder(
        AudioLayout layout,
        OptionalInt channels,
        OptionalInt length,
        int sampleRate,
        double scale,
        AudioSettings settings)
        implements Decoder {
    private static final String RATE = "sample_rate";
    private static final double LOUDEST_INT16 = 1 << 15;

    /** @param first whose rate an error names where nothing else tells one */
    static SoundDecoder of(FedInput input, AudioSettings settings, SampleFile first) {
        input.requireType(ElementType.INT16);
        AudioLayout layout = settings.layout()
                .or(() -> layout(input.spec().dims()))
                .orElseThrow(() ->
                        input.incomplete("does not tell where its channels are", "audio.layout (T, NT, NCT or NTC)"));
        input.requireRank(layout.rank(), layout.name());
        int axis = layout.axis('C');
        return new SoundDecoder(
                layout,
                axis < 0 ? OptionalInt.of(1) : input.length(axis),
                input.length(layout.axis('T'), "audio.length", settings.length()),
                rate(input, settings, first),
                settings.scale().orElse(input.isFloat() ? 1 : LOUDEST_INT16),
                settings);
    }

    private static Optional<AudioLayout> layout(List<Long> dims) {
        return switch (dims.size()) {
            case 1 -> Optional.of(AudioLayout.T);
            case 2 -> Optional.of(AudioLayout.NT);
            case 3 -> {
                boolean first = dims.get(1) == 1;
                boolean last = dims.getLast() == 1;
                yield first == last ? Optional.empty() : Optional.of(first ? AudioLayout.NCT : AudioLayout.NTC);
            }
            default -> Optional.empty();
        };
    }

    private static int rate(FedInput input, AudioSettings settings, SampleFile first) {
        if (settings.sampleRate().isPresent()) {
            return settings.sampleRate().getAsInt();
        }
        String known = input.metadata().getOrDefault(RATE, "");
        if (ClassNames.isNumber(known)) {
            return Integer.parseInt(known);
        }
        throw input.incomplete(
                "does not tell at which sample rate it takes sounds",
                "audio.sampleRate in hertz (the first file has "
                        + SoundFile.head(first).sampleRate() + ")");
    }

    @Override
    public boolean hasBatch() {
        return layout.axis('N') >= 0;
    }

    @Override
    public Optional<List<Long>> fixedDims() {
        return length.isPresent() && channels.isPresent()
                ? Optional.of(dims("Every sample", channels.getAsInt(), length.getAsInt()))
                : Optional.empty();
    }

    @Override
    public List<Long> dims(SampleFile file) {
        SoundFile.Head head = SoundFile.head(file);
        check(file, head);
        return dims(file.name(), fed(head), length.orElse(head.length()));
    }

    @Override
    public Decoded decode(SampleFile file) {
        SoundFile.Head head = SoundFile.head(file);
        check(file, head);
        int tracks = fed(head);
        int points = length.orElse(head.length());
        List<Long> dims = dims(file.name(), tracks, points);
        float[] amplitudes = SoundFile.amplitudes(file);
        boolean together = layout == AudioLayout.NTC;
        float[] values = new float[tracks * points];
        for (int point = 0; point < Math.min(points, head.length()); point++) {
            for (int track = 0; track < tracks; track++) {
                int place = together ? point * tracks + track : track * points + point;
                values[place] = (float) (scale * amplitude(amplitudes, head.channels(), point, track));
            }
        }
        return new Decoded(dims, values);
    }

    private double amplitude(float[] amplitudes, int channels, int point, int track) {
        if (settings.channels() != Tracks.MIX) {
            return amplitudes[point * channels + track];
        }
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += amplitudes[point * channels + channel];
        }
        return sum / channels;
    }

    private int fed(SoundFile.Head head) {
        return settings.channels() == Tracks.ALL ? head.channels() : 1;
    }

    private List<Long> dims(String whose, int tracks, int points) {
        List<Long> dims = new ArrayList<>();
        for (char axis : layout.name().toCharArray()) {
            if (axis != 'N') {
                dims.add((long) (axis == 'C' ? tracks : points));
            }
        }
        return SampleSize.checked(whose, dims, "audio.length");
    }

    private void check(SampleFile file, SoundFile.Head head) {
        if (head.sampleRate() != sampleRate) {
            throw file.fault(
                    ErrorCode.DATASET_RATE_MISMATCH,
                    "has " + head.sampleRate() + " hertz, and the input takes " + sampleRate
                            + "; resample it, or correct audio.sampleRate in " + DataSettings.FILE_NAME);
        }
        int fed = fed(head);
        if (channels.orElse(fed) != fed) {
            throw file.fault(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "gives " + fed + " channels, and the input takes " + channels.getAsInt()
                            + "; for one channel write audio.channels (mix or first) into " + DataSettings.FILE_NAME);
        }
        if (settings.fit() == Fit.EXACT && length.orElse(head.length()) != head.length()) {
            throw file.fault(
                    ErrorCode.DATASET_SHAPE_MISMATCH,
                    "has " + head.length() + " points of time, and the input takes " + length.getAsInt()
                            + "; write audio.fit: pad-or-cut into " + DataSettings.FILE_NAME);
        }
    }
}
