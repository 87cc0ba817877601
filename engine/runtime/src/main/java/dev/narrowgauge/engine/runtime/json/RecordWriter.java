package dev.narrowgauge.engine.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/**
 * Writes records, maps, lists and plain values as JSON, components in the order of their declaration. A data binder does
 * the same, but loading one takes as long as the engine's own work on a small model.
 */
public final class RecordWriter {
    private final JsonGenerator json;

    private RecordWriter(JsonGenerator json) {
        this.json = json;
    }

    public static void write(Record document, OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            new RecordWriter(json.useDefaultPrettyPrinter()).write(document);
            json.writeRaw('\n');
        }
    }

    private void write(Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Record fields -> writeFields(fields);
            case Map<?, ?> entries -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : entries.entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    write(entry.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> elements -> {
                json.writeStartArray();
                for (Object element : elements) {
                    write(element);
                }
                json.writeEndArray();
            }
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Float number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }

    private void writeFields(Record fields) throws IOException {
        json.writeStartObject();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            json.writeFieldName(component.getName());
            write(read(component, fields));
        }
        json.writeEndObject();
    }

    private static Object read(RecordComponent component, Record fields) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " is not readable", e);
        }
    }
}
