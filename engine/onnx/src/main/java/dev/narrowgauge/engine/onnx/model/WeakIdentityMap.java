package dev.narrowgauge.engine.onnx.model;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of large values, by the value itself and not by what is in it: comparing would take as long as the work that
 * is saved. An entry goes when nobody else has its value any more.
 */
public final class WeakIdentityMap<K, V> {
    private final Map<Key<K>, V> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> dropped = new ReferenceQueue<>();

    private static final class Key<K> extends WeakReference<K> {
        private final int hash;

        Key(K value, ReferenceQueue<K> dropped) {
            super(value, dropped);
            this.hash = System.identityHashCode(value);
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Key<?> that && get() != null && get() == that.get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Null where nothing is known of it. */
    public V get(K value) {
        return entries.get(new Key<>(value, dropped));
    }

    public void put(K value, V known) {
        for (Object gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            entries.remove(gone);
        }
        entries.put(new Key<>(value, dropped), known);
    }
}
