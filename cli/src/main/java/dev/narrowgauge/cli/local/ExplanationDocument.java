package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.proto.engine.Explained;
import dev.narrowgauge.proto.engine.PlannedNode;
import dev.narrowgauge.proto.engine.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/** An explanation for programs. */
final class ExplanationDocument {
    private ExplanationDocument() {}

    static Map<String, Object> of(Explained explained) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "settings",
                explained.getSettingsList().stream()
                        .map(ExplanationDocument::setting)
                        .toList());
        document.put(
                "nodes",
                explained.getNodesList().stream().map(ExplanationDocument::node).toList());
        document.put("notes", ExplanationText.notes(explained));
        return document;
    }

    private static Map<String, Object> setting(Setting setting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", setting.getKey());
        document.put("value", JsonFile.value(setting.getValueJson()));
        document.put("origin", setting.getOrigin());
        return document;
    }

    private static Map<String, Object> node(PlannedNode node) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", node.getName());
        document.put("opType", node.getOpType());
        document.put("placement", node.getPlacement());
        putUnlessEmpty(document, "activations", node.getActivations());
        putUnlessEmpty(document, "results", node.getResults());
        putUnlessEmpty(document, "weights", node.getWeights());
        document.put("reason", node.getReason());
        return document;
    }

    private static void putUnlessEmpty(Map<String, Object> document, String key, String value) {
        if (!value.isEmpty()) {
            document.put(key, value);
        }
    }
}
