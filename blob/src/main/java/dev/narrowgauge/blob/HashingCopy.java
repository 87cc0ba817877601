package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Copies a stream in constant memory and hashes what passes. */
final class HashingCopy {
    private static final int BUFFER_BYTES = 1 << 16;

    private HashingCopy() {}

    static Blob copy(InputStream from, OutputStream to) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            digest.update(buffer, 0, length);
            to.write(buffer, 0, length);
            size += length;
        }
        return new Blob(Sha256.hex(digest.digest()), size);
    }
}
