package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;
import java.util.function.Supplier;

/** A role in which a process takes tasks. As a bean it is started and stopped with the application that it is part of. */
public interface TaskRole {
    /** What its process and the health check call it. */
    String name();

    /** Name of this process in the leases of the role, unlike that of any other process. */
    String process();

    TaskRoleConfig config();

    /** Whether the role lets others know by itself that this process has it, which need not reach the database then. */
    default boolean announcesItself() {
        return false;
    }

    /** @param blobs opens the store of this process, which has what the database knows to be stored */
    TaskService start(Supplier<BlobStore> blobs);
}
