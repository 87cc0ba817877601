package dev.narrowgauge.checks.frame;

import java.nio.file.Path;

/**
 * Where a check finds what does not lie in the checkout.
 *
 * @param checkout the directory of the checkout
 * @param shared sample models, their data and the peer's script
 * @param peerPython a Python with ONNX Runtime's own quantizer
 * @param work where files may be left for the next run
 */
public record CheckOptions(Path checkout, Path shared, Path peerPython, Path work) {
    static CheckOptions of(Checkout checkout, Path shared, Path peerPython, Path work) {
        Path root = checkout.root();
        return new CheckOptions(
                root,
                shared == null ? root.resolveSibling("shared") : shared.toAbsolutePath(),
                peerPython == null ? root.resolve(".peer/bin/python") : peerPython.toAbsolutePath(),
                work);
    }

    public static CheckOptions of(Checkout checkout, Path shared, Path peerPython) {
        return of(checkout, shared, peerPython, checkout.root().resolve(".narrowgauge/checks"));
    }
}
