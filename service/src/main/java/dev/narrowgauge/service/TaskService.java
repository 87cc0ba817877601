package dev.narrowgauge.service;

import java.util.Optional;

/** Takes tasks from its start until it is closed. */
public interface TaskService extends AutoCloseable {
    /** Why no tasks are taken for now; empty where they are. */
    Optional<String> whyPaused();

    /** Before it is closed: takes no more tasks, those at work go on. */
    void takeNoMore();

    /** Takes no more tasks, and gives back those at work that do not end within the grace. */
    @Override
    void close();
}
