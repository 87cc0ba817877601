package dev.narrowgauge.engine.runtime.pipe;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Reads what the parent sends: one request, then commands until the end of file says that the parent is gone. */
public final class ParentPipe implements AutoCloseable {
    private final InputStream in;
    private final Runnable onParentGone;
    private final BlockingQueue<EngineCommand> commands = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    public ParentPipe(InputStream in, Runnable onParentGone) {
        this.in = in;
        this.onParentGone = onParentGone;
    }

    public EngineRequest readRequest() throws IOException {
        try {
            EngineRequest request = EngineRequest.parseDelimitedFrom(in);
            if (request != null) {
                return request;
            }
        } catch (InvalidProtocolBufferException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Standard input holds no length-delimited EngineRequest: " + e.getMessage(),
                    e);
        }
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID, "Standard input ended before a request; write one EngineRequest to it.");
    }

    /** Goes on reading in the background; to be called once, after {@link #readRequest}. */
    public void watch() {
        Thread.ofPlatform().daemon().name("parent-pipe").start(this::readCommands);
    }

    public EngineCommand nextCommand() throws InterruptedException {
        return commands.take();
    }

    /** Ends the reading in the background; what the parent does from now on means nothing. */
    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }

    private void readCommands() {
        try {
            for (EngineCommand command = EngineCommand.parseDelimitedFrom(in);
                    command != null;
                    command = EngineCommand.parseDelimitedFrom(in)) {
                commands.add(command);
            }
        } catch (IOException e) {
            if (!closed) {
                System.err.println("The pipe from the parent broke: " + e.getMessage());
            }
        }
        if (!closed) {
            onParentGone.run();
        }
    }
}
