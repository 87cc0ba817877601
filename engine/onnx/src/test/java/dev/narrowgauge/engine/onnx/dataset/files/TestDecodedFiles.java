package dev.narrowgauge.engine.onnx.dataset.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.dataset.DataSettings;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.ModelInputs;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what numpy makes of the same files, which {@code make.py} beside them writes. */
class TestDecodedFiles {
    private static final double TOLERANCE = 2e-5;

    @ParameterizedTest
    @CsvSource({
        "rgb.png, rgb",
        "rgb.bmp, rgb",
        "rgb.webp, rgb",
        "rgb565.bmp, rgb565",
        "rgba.png, rgb",
        "gray.png, gray",
        "gray-alpha.png, gray",
        "rgb16.png, rgb16",
        "gray16.png, gray16",
        "black-white.png, black-white",
        "palette.png, palette"
    })
    void pixelsAreThoseOfTheFile(String file, String expected) {
        assertThatImage(file, "NHWC", expected, Map.of("scale", 1, "channels", "rgb"));
    }

    /** Ramps that {@code make_webp.py} writes. */
    @Test
    void lossyWebpIsNearWhatWasWritten() {
        var model =
                new ModelInputs(List.of(new InputSpec("x", ElementType.FLOAT, Collections.nCopies(4, -1L))), Map.of());
        Map<String, Object> image = Map.of("scale", 1, "channels", "rgb", "layout", "NHWC");
        Decoded decoded = decode("ramp.webp", model, Map.of("image", image));
        assertThat(decoded.dims()).containsExactly(24L, 32L, 3L);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 32; x++) {
                double[] written = {60 + 4 * x, 200 - 5 * y, 100 + x + y};
                for (int channel = 0; channel < 3; channel++) {
                    assertThat((double) decoded.values()[3 * (32 * y + x) + channel])
                            .as("channel %d at %d, %d", channel, x, y)
                            .isCloseTo(written[channel], within(10.0));
                }
            }
        }
    }

    @Test
    void sizesAreFitted() {
        assertThatImage("rgb.png", "NHWC", "smaller", size(5, 7, "stretch"));
        assertThatImage("rgb.png", "NHWC", "larger", size(18, 20, "stretch"));
        assertThatImage(
                "rgb.png",
                "NHWC",
                "smaller-without-antialias",
                with(size(5, 7, "stretch"), Map.of("antialias", false)));
        assertThatImage(
                "rgb.png", "NHWC", "line", Map.of("scale", 1, "channels", "rgb", "height", 6, "fit", "stretch"));
        assertThatImage("rgb.png", "NHWC", "cut", with(size(5, 6, "crop"), Map.of("shorterSide", 7)));
        assertThatImage("rgb.png", "NHWC", "covered", size(8, 8, "crop"));
        assertThatImage("rgb.png", "NHWC", "padded", with(size(12, 10, "pad"), Map.of("fill", 114)));
    }

    @Test
    void pixelsBecomeWhatTheModelTakes() {
        Map<String, Object> usual = Map.of(
                "scale",
                "1/255",
                "channels",
                "rgb",
                "mean",
                List.of(0.485, 0.456, 0.406),
                "std",
                List.of(0.229, 0.224, 0.225));
        assertThatImage("rgb.png", "NCHW", "normalized-nchw", usual);
        assertThatImage("rgb.png", "NHWC", "bgr-signed", Map.of("scale", "1/127.5", "channels", "bgr", "mean", 1));
        assertThatImage("rgb.png", "NCHW", "luma", Map.of("scale", 1, "channels", "gray"));
    }

    /** Windows ML and its converters write them. */
    @Test
    void metadataOfTheModelSettlesWhatItSays() {
        var model = new ModelInputs(
                List.of(new InputSpec("x", ElementType.FLOAT, List.of(-1L, -1L, -1L, 3L))),
                Map.of("Image.BitmapPixelFormat", "Bgr8", "Image.NominalPixelRange", "Normalized_1_1"));
        assertClose(decode("rgb.png", model, Map.of()), "bgr-signed");
    }

    @ParameterizedTest
    @CsvSource({
        "pcm8.wav, pcm8",
        "pcm16.wav, pcm16",
        "pcm24.wav, pcm24",
        "pcm32.wav, pcm32",
        "float32.wav, float32",
        "float64.wav, float64",
        "extensible.wav, extensible"
    })
    void amplitudesAreThoseOfTheFile(String file, String expected) {
        assertThatSound(file, List.of(-1L), expected, Map.of());
    }

    @Test
    void channelsAndLengthsAreFitted() {
        assertThatSound("stereo.wav", List.of(-1L), "stereo-mix", Map.of("channels", "mix"));
        assertThatSound("stereo.wav", List.of(-1L), "stereo-first", Map.of("channels", "first"));
        assertThatSound("stereo.wav", List.of(-1L, 2L, -1L), "stereo-nct", Map.of("layout", "NCT"));
        assertThatSound("stereo.wav", List.of(-1L, -1L, 2L), "stereo-ntc", Map.of("layout", "NTC"));
        assertThatSound("extensible.wav", List.of(20L), "cut-sound", Map.of("fit", "pad-or-cut"));
        assertThatSound("extensible.wav", List.of(-1L), "padded-sound", Map.of("fit", "pad-or-cut", "length", 64));
    }

    private static Map<String, Object> size(int height, int width, String fit) {
        return Map.of("scale", 1, "channels", "rgb", "height", height, "width", width, "fit", fit);
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static void assertThatImage(String file, String layout, String expected, Map<String, Object> image) {
        List<Long> dims = Collections.nCopies(4, -1L);
        var model = new ModelInputs(List.of(new InputSpec("x", ElementType.FLOAT, dims)), Map.of());
        assertClose(decode(file, model, Map.of("image", with(image, Map.of("layout", layout)))), expected);
    }

    private static void assertThatSound(String file, List<Long> dims, String expected, Map<String, Object> audio) {
        var model = new ModelInputs(List.of(new InputSpec("x", ElementType.FLOAT, dims)), Map.of());
        assertClose(decode(file, model, Map.of("audio", with(audio, Map.of("sampleRate", 16000)))), expected);
    }

    private static Decoded decode(String file, ModelInputs model, Map<String, Object> settings) {
        DataSettings read = DataSettings.fromMap(settings);
        var sample = new SampleFile(resource(file), file, OptionalLong.empty());
        FedInput input = FedInput.of(model, read);
        Decoder decoder = file.endsWith(".wav")
                ? SoundDecoder.of(input, read.audio(), sample)
                : new ImageDecoder(ImagePlan.of(input, read.image()));
        Decoded decoded = decoder.decode(sample);
        assertThat(decoder.dims(sample)).isEqualTo(decoded.dims());
        return decoded;
    }

    private static void assertClose(Decoded decoded, String name) {
        try (SampleSet expected = SampleSet.open(resource("expected.npz"))) {
            InputSpec spec = expected.arrays().stream()
                    .filter(array -> array.name().equals(name))
                    .map(array -> new InputSpec(name, ElementType.FLOAT, array.dims()))
                    .findFirst()
                    .orElseThrow();
            try (Batches batches = expected.bind(List.of(spec)).batches(1)) {
                Batch batch = batches.next();
                BatchTensor tensor = batch.tensors().getFirst();
                assertThat(decoded.dims())
                        .as(name)
                        .isEqualTo(tensor.dims().subList(1, tensor.dims().size()));
                float[] values = new float[decoded.values().length];
                tensor.data().asFloatBuffer().get(values);
                float largest = 1;
                for (float value : values) {
                    largest = Math.max(largest, Math.abs(value));
                }
                List<Double> differences = new ArrayList<>();
                for (int i = 0; i < values.length; i++) {
                    differences.add(Math.abs((double) values[i] - decoded.values()[i]) / largest);
                }
                assertThat(Collections.max(differences)).as(name).isCloseTo(0, within(TOLERANCE));
            }
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    TestDecodedFiles.class.getResource("/decoded/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
