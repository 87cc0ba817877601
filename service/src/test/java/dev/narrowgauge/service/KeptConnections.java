package dev.narrowgauge.service;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Connections that are used again and again, for tests with thousands of transactions: making one takes longer than one of these. */
final class KeptConnections implements AutoCloseable {
    private final DataSource database;
    private final Queue<Connection> free = new ConcurrentLinkedQueue<>();

    KeptConnections(DataSource database) {
        this.database = database;
    }

    DataSource source() {
        return proxy(
                DataSource.class,
                (method, arguments) ->
                        method.getName().equals("getConnection") ? lent() : invoked(database, method, arguments));
    }

    private Connection lent() throws SQLException {
        Connection kept = free.poll();
        Connection connection = kept == null ? database.getConnection() : kept;
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close")) {
                free.add(connection);
                return null;
            }
            return invoked(connection, method, arguments);
        });
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : free) {
            connection.close();
        }
    }

    /** A call of a method. */
    @FunctionalInterface
    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                KeptConnections.class.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> call.of(method, arguments)));
    }

    private static Object invoked(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
