package dev.narrowgauge.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.postgresql.ds.PGSimpleDataSource;

/** A data source that gives no answer, for as many connections as it is told to. */
final class HangingDataSource extends PGSimpleDataSource implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final transient Semaphore hanging = new Semaphore(0);
    private final transient CountDownLatch end = new CountDownLatch(1);

    HangingDataSource(PGSimpleDataSource other) {
        setUrl(other.getUrl());
        setUser(other.getUser());
        setPassword(other.getPassword());
    }

    /** So many of the next connections hang. */
    void hang(int connections) {
        hanging.release(connections);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (hanging.tryAcquire()) {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }
        return super.getConnection();
    }

    @Override
    public void close() {
        end.countDown();
    }
}
