package dev.narrowgauge.engine.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.narrowgauge.proto.engine.EngineEvent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads length-delimited events and trusts nothing: a length out of range or a torn message ends the stream. */
final class EventReader {
    /** A dataset of a million samples has 8 MB of digests; nothing else comes near. */
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final int MAX_LENGTH_BITS = 32;

    private final InputStream input;
    private boolean broken;

    EventReader(InputStream input) {
        this.input = new BufferedInputStream(input, 1 << 16);
    }

    /** Blocks for the next event; empty at the end of the stream, or when what comes is no event. */
    Optional<EngineEvent> next() {
        try {
            int length = length();
            if (length < 0) {
                return Optional.empty();
            }
            byte[] message = input.readNBytes(length);
            return message.length < length ? Optional.empty() : Optional.of(EngineEvent.parseFrom(message));
        } catch (InvalidProtocolBufferException e) {
            broken = true;
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the stream ended because what came was no event. */
    boolean isBroken() {
        return broken;
    }

    /** A protobuf varint; -1 at the end of the stream or when it is out of range. */
    private int length() throws IOException {
        long length = 0;
        for (int shift = 0; shift < MAX_LENGTH_BITS; shift += 7) {
            int next = input.read();
            if (next < 0) {
                return -1;
            }
            length |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                broken = length > MAX_MESSAGE_BYTES;
                return broken ? -1 : (int) length;
            }
        }
        broken = true;
        return -1;
    }
}
