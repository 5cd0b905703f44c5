package io.github.gatehouse.signin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a log from saying the same at every sign-in. Safe for many threads.
 *
 * <p>It remembers the newest only, so that its memory has a bound: what was crowded out is said again.
 */
public final class SaidOnce {

    private final Map<String, Boolean> said;

    /** @param most how many sayings are remembered */
    public SaidOnce(int most) {
        this.said = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Whether this is to be said now.
     *
     * @param saying what tells it from others; not null
     */
    public synchronized boolean isNew(String saying) {
        return said.put(saying, true) == null;
    }
}
