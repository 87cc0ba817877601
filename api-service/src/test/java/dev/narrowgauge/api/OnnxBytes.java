package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Small ONNX files, right or wrong, written field by field with the numbers of onnx.proto. */
final class OnnxBytes {
    private static final int FLOAT = 1;
    private static final int EXTERNAL = 1;

    private long opset = 17;
    private String domain = "";
    private String location = "";
    private long[] dims = {4};

    OnnxBytes opset(long version) {
        opset = version;
        return this;
    }

    OnnxBytes domain(String name) {
        domain = name;
        return this;
    }

    /** Of the weight: where its bytes are, outside of this file. */
    OnnxBytes location(String path) {
        location = path;
        return this;
    }

    OnnxBytes dims(long... sizes) {
        dims = sizes;
        return this;
    }

    /** A model that adds a weight to its input. */
    byte[] bytes() {
        Message node = new Message()
                .text(1, "x")
                .text(1, "w")
                .text(2, "y")
                .text(3, "add")
                .text(4, "Add")
                .text(7, domain);
        Message graph = new Message()
                .message(1, node)
                .text(2, "graph")
                .message(5, weight())
                .message(11, value("x"))
                .message(12, value("y"));
        Message imports = new Message().message(8, new Message().text(1, "").number(2, opset));
        if (!domain.isEmpty()) {
            imports.message(8, new Message().text(1, domain).number(2, 1));
        }
        return new Message().number(1, 8).message(7, graph).append(imports).bytes();
    }

    private Message weight() {
        Message weight = new Message().number(2, FLOAT).text(8, "w");
        for (long size : dims) {
            weight.number(1, size);
        }
        if (location.isEmpty()) {
            return weight.raw(9, new byte[16]);
        }
        return weight.message(13, new Message().text(1, "location").text(2, location))
                .number(14, EXTERNAL);
    }

    private static Message value(String name) {
        Message shape = new Message().message(1, new Message().text(2, "N")).message(1, new Message().number(1, 4));
        Message tensor = new Message().number(1, FLOAT).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A protobuf message under way. */
    private static final class Message {
        private final List<byte[]> fields = new ArrayList<>();

        Message number(int field, long value) {
            return write(output -> output.writeInt64(field, value));
        }

        Message text(int field, String value) {
            return raw(field, value.getBytes(UTF_8));
        }

        Message message(int field, Message value) {
            return raw(field, value.bytes());
        }

        Message raw(int field, byte[] value) {
            return write(output -> output.writeBytes(field, ByteString.copyFrom(value)));
        }

        Message append(Message other) {
            fields.addAll(other.fields);
            return this;
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            fields.forEach(all::writeBytes);
            return all.toByteArray();
        }

        private Message write(Writer writer) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                CodedOutputStream output = CodedOutputStream.newInstance(bytes);
                writer.write(output);
                output.flush();
                fields.add(bytes.toByteArray());
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private interface Writer {
            void write(CodedOutputStream output) throws IOException;
        }
    }
}
