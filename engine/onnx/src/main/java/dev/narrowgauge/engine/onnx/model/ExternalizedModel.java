package dev.narrowgauge.engine.onnx.model;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A model whose large initializers stand one after the other in a data file. */
record ExternalizedModel(ModelProto proto, String location, List<Piece> pieces) {
    /** Smaller tensors stay: shape inference reads them, and a page each would waste more than it saves. */
    private static final int MIN_BYTES = 1024;
    /** Whole pages, so that a runtime can map each tensor. */
    private static final long ALIGNMENT = 4096;

    private static final int CHUNK_BYTES = 1 << 20;

    /** Bytes at an offset of the data file. */
    record Piece(long offset, ByteString bytes) {}

    ExternalizedModel {
        pieces = List.copyOf(pieces);
    }

    static ExternalizedModel of(ModelProto model, String location) {
        List<Piece> pieces = new ArrayList<>();
        GraphProto.Builder graph = model.getGraph().toBuilder();
        long end = 0;
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            if (!TensorValues.elementType(tensor).hasFixedWidth()) {
                continue;
            }
            ByteString raw = tensor.hasRawData() ? tensor.getRawData() : TypedFields.toRaw(tensor);
            if (raw.size() < MIN_BYTES) {
                continue;
            }
            long offset = aligned(end);
            pieces.add(new Piece(offset, raw));
            graph.setInitializer(i, external(tensor, location, offset, raw.size()));
            end = offset + raw.size();
        }
        return new ExternalizedModel(model.toBuilder().setGraph(graph).build(), location, pieces);
    }

    void writeData(FileChannel channel) throws IOException {
        for (Piece piece : pieces) {
            write(piece.bytes(), channel, piece.offset());
        }
    }

    /** Where the next tensor begins behind that many bytes. */
    static long aligned(long end) {
        return Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
    }

    static void write(ByteString raw, FileChannel channel, long offset) throws IOException {
        ByteBuffer bytes = raw.asReadOnlyByteBuffer();
        long position = offset;
        while (bytes.hasRemaining()) {
            // In chunks, because a channel copies a heap buffer whole before it writes it.
            ByteBuffer chunk = bytes.slice(bytes.position(), Math.min(CHUNK_BYTES, bytes.remaining()));
            int written = channel.write(chunk, position);
            bytes.position(bytes.position() + written);
            position += written;
        }
    }

    static TensorProto external(TensorProto tensor, String location, long offset, long length) {
        return TensorProto.newBuilder()
                .addAllDims(tensor.getDimsList())
                .setDataType(tensor.getDataType())
                .setName(tensor.getName())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
