package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;
import java.util.function.Supplier;

/** A role in which a process takes tasks. As a bean it is started and stopped with the application that it is part of. */
public interface TaskRole {
    /** What its leases and the health check call it. */
    String name();

    TaskRoleConfig config();

    /** @param blobs opens the store of this process, which has what the database knows to be stored */
    TaskService start(Supplier<BlobStore> blobs);
}
