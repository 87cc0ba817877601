package dev.narrowgauge.api.wiring;

import dev.narrowgauge.db.notify.Notifications;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;

/** This module's listener on the database, from its first use to the end. */
@Singleton
final class ApiNotifications implements AutoCloseable {
    private final Notifications notifications;

    ApiNotifications(AgroalDataSource dataSource) {
        this.notifications = Notifications.start(dataSource);
    }

    Notifications get() {
        return notifications;
    }

    @Override
    public void close() {
        notifications.close();
    }
}
