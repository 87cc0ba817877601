package dev.narrowgauge.domain.dataset;

import dev.narrowgauge.domain.settings.Group;
import dev.narrowgauge.domain.settings.Items;
import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Values;
import java.util.List;
import java.util.Map;

/** Every key that data settings may have. Their reader and the table in docs/data.md are made from them. */
final class DataKeys {
    private static final double BRIGHTEST = 255;
    private static final String BY_METADATA = "by metadata; for uint8 inputs ";

    static final Key<String> INPUT =
            Key.open("input", Values.text(), "the only one", "The input of the model that takes the files.");

    static final Key<String> LABELS = Key.open(
            "labels", Values.text(), "labels.csv, where there is one", "A CSV with the labels, in the folder.");

    static final Key<List<String>> CLASSES = Key.open(
            "classes",
            Items.strings(0),
            "numbers as they are; other folders in the order of their names, where there are as many as the model tells classes"
                    + " apart",
            "Names of the classes in the order of their numbers.");

    static final Key<ImageLayout> IMAGE_LAYOUT = Key.open(
            "layout",
            Values.labelled(ImageLayout.values(), Enum::name),
            "by shape, where exactly one axis has 1 or 3 channels",
            "The axes of the input.");

    static final Key<ImageSettings.Channels> IMAGE_CHANNELS = Key.open(
            "channels",
            Values.oneOf(ImageSettings.Channels.values()),
            "by metadata; 3 channels are rgb, 1 is gray",
            "The channels of the input, in their order.");

    static final Key<Integer> HEIGHT = Key.open(
            "height",
            Values.count(),
            "by shape; where that leaves it open, that of each image",
            "Pixels of the input.");

    static final Key<Integer> WIDTH = Key.open(
            "width", Values.count(), "by shape; where that leaves it open, that of each image", "Pixels of the input.");

    static final Key<ImageSettings.Fit> IMAGE_FIT = Key.optional(
            "fit",
            Values.oneOf(ImageSettings.Fit.values()),
            ImageSettings.Fit.EXACT,
            "exact: every image has the size already; stretch: each side by itself, and where the input leaves one open the ratio"
                    + " is kept (text lines); crop: scaled until it covers the input, the middle is kept; pad: scaled until it"
                    + " lies within, in the middle.");

    static final Key<Integer> SHORTER_SIDE = Key.open(
            "shorterSide",
            Values.count(),
            "it just covers",
            "For crop: pixels of the shorter side before the cut; the longer one is rounded down.");

    static final Key<Boolean> ANTIALIAS = Key.optional(
            "antialias",
            Values.flag(),
            true,
            "false: bilinear between the four nearest pixels also where an image is shrunk.");

    static final Key<Double> FILL =
            Key.optional("fill", Values.number(0, BRIGHTEST), 0.0, "For pad: the pixels around the image.");

    static final Key<Double> IMAGE_SCALE =
            Key.open("scale", Values.fraction(), BY_METADATA + 1, "What a pixel is multiplied by.");

    static final Key<List<Double>> MEAN = Key.open(
            "mean",
            Values.fractions(),
            BY_METADATA + 0,
            "What is then taken away, for all channels or for each, in their order.");

    static final Key<List<Double>> STD = Key.open(
            "std",
            Values.fractions(),
            BY_METADATA + 1,
            "What that is divided by, for all channels or for each, in their order; not 0.");

    static final Key<Section> IMAGE = Key.open(
            "image",
            Group.of(
                    IMAGE_LAYOUT,
                    IMAGE_CHANNELS,
                    HEIGHT,
                    WIDTH,
                    IMAGE_FIT,
                    SHORTER_SIDE,
                    ANTIALIAS,
                    FILL,
                    IMAGE_SCALE,
                    MEAN,
                    STD),
            "as its keys say",
            "How images become the values of the input.");

    static final Key<AudioSettings.AudioLayout> AUDIO_LAYOUT = Key.open(
            "layout",
            Values.labelled(AudioSettings.AudioLayout.values(), Enum::name),
            "by shape",
            "The axes of the input: N counts samples, C channels, T points of time.");

    static final Key<Integer> SAMPLE_RATE =
            Key.open("sampleRate", Values.count(), "by metadata", "In hertz; every file must have it.");

    static final Key<AudioSettings.Tracks> TRACKS = Key.optional(
            "channels",
            Values.oneOf(AudioSettings.Tracks.values()),
            AudioSettings.Tracks.ALL,
            "all: as many as the input takes; mix: their mean; first: the left one.");

    static final Key<Integer> LENGTH = Key.open(
            "length",
            Values.count(),
            "by shape; where that leaves it open, that of each file",
            "Of the input, in points of time.");

    static final Key<AudioSettings.Fit> AUDIO_FIT = Key.optional(
            "fit",
            Values.oneOf(AudioSettings.Fit.values()),
            AudioSettings.Fit.EXACT,
            "exact: every file has the length already; pad-or-cut: silence behind shorter ones, longer ones end early.");

    static final Key<Double> AUDIO_SCALE =
            Key.open("scale", Values.fraction(), "1; for int16 inputs 32768", "What the loudest amplitude is.");

    static final Key<Section> AUDIO = Key.open(
            "audio",
            Group.of(AUDIO_LAYOUT, SAMPLE_RATE, TRACKS, LENGTH, AUDIO_FIT, AUDIO_SCALE),
            "as its keys say",
            "How WAV files become the values of the input.");

    static final Key<Map<String, String>> FEEDBACK = Key.open(
            "feedback",
            Values.entries(),
            "by the names, where they are clear",
            "For each input that is a state the output that is fed back to it; {} where none is.");

    static final Key<Integer> STEPS = Key.open(
            "steps",
            Values.count(),
            "by the states that the samples hold",
            "How many samples in a row make one sequence.");

    static final Key<Section> STATE = Key.open(
            "state",
            Group.of(FEEDBACK, STEPS),
            "as its keys say",
            "How the samples of a model with a state follow each other.");

    static final Key<AnswerSettings.Blank> BLANK = Key.open(
            "blank",
            Values.oneOf(AnswerSettings.Blank.values()),
            "the one that the original answers more often",
            "Of recognisers of sequences: the class of a step that says nothing.");

    static final Key<Integer> SEPARATOR = Key.open(
            "separator",
            Values.count(),
            "words are not told apart",
            "Of recognisers of text: the class of the symbol between words.");

    static final Key<AnswerSettings.BoxFormat> BOXES = Key.optional(
            "boxes",
            Values.oneOf(AnswerSettings.BoxFormat.values()),
            AnswerSettings.BoxFormat.CORNERS,
            "Of detectors: what the four numbers of a box are, in pixels. corners: left, top, right, bottom; size: left, top,"
                    + " width, height; center: middle, width, height.");

    static final Key<Section> ANSWERS = Key.open(
            "answers",
            Group.of(BLANK, SEPARATOR, BOXES),
            "as its keys say",
            "How the outputs are read where they are held against what is right.");

    static final Group ALL = Group.of(INPUT, LABELS, CLASSES, IMAGE, AUDIO, STATE, ANSWERS);

    private DataKeys() {}
}
