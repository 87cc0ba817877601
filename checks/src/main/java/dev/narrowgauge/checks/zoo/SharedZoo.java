package dev.narrowgauge.checks.zoo;

import dev.narrowgauge.domain.decision.OutputKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sample models that lie beside the checkout. */
public final class SharedZoo {
    private SharedZoo() {}

    public static List<Specimen> all() {
        return List.of(
                own("digits-cnn", "digits"),
                own("digits-resnet", "digits"),
                own("resnet20-cifar10", "cifar10"),
                own("mobilenetv2-cifar10", "cifar10"),
                own("vit-cifar10", "cifar10"),
                own("sentiment-transformer", "sentiment"),
                wild("ppocr-det", "PP-OCRv4 text detector", Map.of("sigmoid_0.tmp_0", OutputKind.VALUES)),
                wild("ultraface", "RFB-320 face detector", faces()),
                wild("silero-vad", "Silero voice activity", voice()));
    }

    private static Specimen own(String name, String data) {
        return new SharedSpecimen(name, "sample model, trained", "", data, Map.of("logits", OutputKind.CLASSES));
    }

    private static Specimen wild(String name, String origin, Map<String, OutputKind> outputs) {
        return new SharedSpecimen(name, origin + ", trained", "wild", name, outputs);
    }

    private static Map<String, OutputKind> faces() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("scores", OutputKind.PROBABILITIES);
        outputs.put("boxes", OutputKind.VALUES);
        return outputs;
    }

    private static Map<String, OutputKind> voice() {
        Map<String, OutputKind> outputs = new LinkedHashMap<>();
        outputs.put("output", OutputKind.PROBABILITIES);
        outputs.put("hn", OutputKind.VALUES);
        outputs.put("cn", OutputKind.VALUES);
        return outputs;
    }
}
