package dev.narrowgauge.service.log;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;

/** The log of a process: no secrets in it, as JSON where it is to be, and with levels that change while the process runs. */
@Singleton
public final class ProcessLog {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final LogConfig config;
    private final CountDownLatch stop = new CountDownLatch(1);

    ProcessLog(LogConfig config) {
        this.config = config;
    }

    /** Before anything else starts that has something to say. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            format(handler);
        }
        config.levels().ifPresent(file -> {
            LogLevels levels = new LogLevels(LogContext.getLogContext(), file);
            levels.look();
            Thread.ofVirtual().name("log-levels").start(() -> keepLooking(levels));
        });
    }

    void stop(@Observes ShutdownEvent event) {
        stop.countDown();
    }

    private void format(Handler handler) {
        if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                format(inner);
            }
        }
        switch (handler.getFormatter()) {
            case JsonLines _, TextLines _ -> {
                // Of an application that was started in this process before.
            }
            case ExtFormatter plain -> handler.setFormatter(config.json() ? new JsonLines() : new TextLines(plain));
            case null, default -> {
                // A handler that only hands on.
            }
        }
    }

    private void keepLooking(LogLevels levels) {
        try {
            while (!stop.await(PERIOD.toMillis(), MILLISECONDS)) {
                levels.look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
