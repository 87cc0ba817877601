package dev.narrowgauge.engine.runtime.session;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/** Names as C takes them, each once, and memory for what refers to them; there as long as this is reachable. */
final class NativeNames {
    private final Arena memory = Arena.ofAuto();
    private final Map<String, Long> addresses = new HashMap<>();

    Arena memory() {
        return memory;
    }

    long address(String name) {
        return addresses.computeIfAbsent(name, text -> memory.allocateFrom(text).address());
    }
}
