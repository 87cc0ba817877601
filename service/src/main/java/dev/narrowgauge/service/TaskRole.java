package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;

/** A role in which a process takes tasks. As a bean it is started and stopped with the application that it is part of. */
public interface TaskRole {
    /** What its process and the health check call it. */
    String name();

    /** Name of this process in the leases of the role, unlike that of any other process. */
    String process();

    TaskRoleConfig config();

    /** @param blobs has what the database knows to be stored */
    TaskService start(BlobStore blobs);
}
