package dev.millrace.stack.simulator;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets what was not used for longest.
final class Recent<K, V> extends LinkedHashMap<K, V> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
