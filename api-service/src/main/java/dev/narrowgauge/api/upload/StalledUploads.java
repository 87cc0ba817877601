package dev.narrowgauge.api.upload;

import dev.narrowgauge.api.error.HttpErrors;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Tells clients that stop in the middle of an upload, or nearly, and hangs up; the server's own limit hangs up without a word. */
public final class StalledUploads {
    /** Within a pause: one more of them is the most that is waited too long. */
    private static final int LOOKS = 4;

    /** From one look to the next. Fewer are none: somebody keeps the connection busy. */
    private static final int LEAST_BYTES = 1 << 10;

    private final HttpErrors errors;
    private final Duration pause;

    /** @param pause longest that a client may send nothing in the middle of a body */
    public StalledUploads(HttpErrors errors, Duration pause) {
        this.errors = errors;
        this.pause = pause;
    }

    /** Watches the request until its body is there, or it is answered. */
    public void watch(RoutingContext context) {
        Vertx vertx = context.vertx();
        Watch watch = new Watch(context);
        vertx.setPeriodic(Math.max(1, pause.toMillis() / LOOKS), timer -> {
            if (watch.isOver()) {
                vertx.cancelTimer(timer);
            }
        });
    }

    private final class Watch {
        private final RoutingContext context;
        private long received;
        private int silentLooks;

        Watch(RoutingContext context) {
            this.context = context;
        }

        boolean isOver() {
            HttpServerRequest request = context.request();
            if (request.isEnded()
                    || context.response().ended()
                    || context.response().closed()) {
                return true;
            }
            silentLooks = request.bytesRead() - received < LEAST_BYTES ? silentLooks + 1 : 0;
            received = request.bytesRead();
            if (silentLooks < LOOKS) {
                return false;
            }
            context.response().putHeader("Connection", "close");
            context.addEndHandler(_ -> request.connection().close());
            errors.refuse(
                    context,
                    new NarrowgaugeException(
                            ErrorCode.REQUEST_TIMED_OUT,
                            "The upload stopped after %d bytes and sent nothing, or next to nothing, for %d s; send it again."
                                    .formatted(received, pause.toSeconds())));
            return true;
        }
    }
}
