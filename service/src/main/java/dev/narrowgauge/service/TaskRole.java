package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;

/** A role in which a process takes tasks. As a bean it is started and stopped with the application that it is part of. */
public interface TaskRole {
    /** What its leases and the health check call it. */
    String name();

    TaskRoleConfig config();

    /** @param blobs has what the database knows to be stored */
    TaskService start(BlobStore blobs);
}
