package dev.narrowgauge.db.notify;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Channel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what Postgres is told with {@code NOTIFY}, on one connection and one thread, and connects again when that is lost.
 *
 * <p>A listener gets the payload, or empty when the connection was lost for a while and anything may have been missed. It
 * must not block: it wakes somebody.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Notifications.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final long MOST_SECONDS_TO_ANSWER = 5;

    /** A listener's place; closing it ends the calls. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private record Listener(Channel channel, Consumer<Optional<String>> action) {}

    private final DataSource dataSource;
    private final Duration silence;
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private Notifications(DataSource dataSource, Duration silence) {
        this.dataSource = requireNonNull(dataSource, "dataSource is null");
        this.silence = requireNonNull(silence, "silence is null");
        this.thread = Thread.ofVirtual().name("notifications").unstarted(this::run);
    }

    /** Keeps one connection of the data source until closed. */
    public static Notifications start(DataSource dataSource) {
        return start(dataSource, SILENCE);
    }

    /** @param silence after which the server is asked whether it is still there */
    static Notifications start(DataSource dataSource, Duration silence) {
        Notifications notifications = new Notifications(dataSource, silence);
        notifications.thread.start();
        return notifications;
    }

    public Subscription listen(Channel channel, Consumer<Optional<String>> action) {
        Listener listener = new Listener(channel, action);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(POLL.multipliedBy(4));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped(Duration.ZERO)) {
            try (Connection connection = dataSource.getConnection()) {
                follow(connection);
            } catch (SQLException e) {
                LOG.log(Level.WARNING, "connection for notifications lost, trying again: {0}", e.getMessage());
                stopped(RECONNECT);
            }
        }
    }

    private void follow(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        Map<String, Channel> channels = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (Channel channel : Channel.values()) {
                channels.put(channel.sqlName(), channel);
                statement.execute("LISTEN " + channel.sqlName());
            }
        }
        listeners.forEach(listener -> call(listener, Optional.empty()));
        PGConnection postgres = connection.unwrap(PGConnection.class);
        long heardAt = System.nanoTime();
        while (!stopped(Duration.ZERO)) {
            PGNotification[] heard = postgres.getNotifications((int) POLL.toMillis());
            for (PGNotification notification : heard) {
                pass(channels.get(notification.getName()), notification.getParameter());
            }
            if (heard.length > 0) {
                heardAt = System.nanoTime();
            } else if (System.nanoTime() - heardAt > silence.toNanos()) {
                requireAnswer(connection);
                heardAt = System.nanoTime();
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN *");
        }
    }

    /** A connection that is lost without a word gives no notifications either, and would be read for ever. */
    private void requireAnswer(Connection connection) throws SQLException {
        if (!connection.isValid((int) Math.clamp(silence.toSeconds(), 1, MOST_SECONDS_TO_ANSWER))) {
            connection.abort(Runnable::run);
            throw new SQLException("the server does not answer any more");
        }
    }

    private void pass(Channel channel, String payload) {
        for (Listener listener : listeners) {
            if (listener.channel() == channel) {
                call(listener, Optional.of(payload));
            }
        }
    }

    private static void call(Listener listener, Optional<String> payload) {
        try {
            listener.action().accept(payload);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a listener of " + listener.channel() + " failed", e);
        }
    }

    private boolean stopped(Duration wait) {
        try {
            return stop.await(wait.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
