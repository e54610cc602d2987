package dev.troupe.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster-wide table of named caches and their specs, as an immutable value. A cache's number is its rank by name,
 * so nodes with equal specs agree on the numbers; nodes whose specs differ are refused at join.
 */
public final class Catalogue {
    /** More caches than this are refused. */
    public static final int MOST_CACHES = 1000;

    private final List<CacheSpec> byNumber;
    private final Map<CacheName, Integer> numbers = new HashMap<>();

    /**
     * A catalogue of these specs, with {@code default} added if it is not among them.
     *
     * @param specs of the caches
     * @throws IllegalArgumentException if two have one name or there are more than {@link #MOST_CACHES}
     */
    public Catalogue(List<CacheSpec> specs) {
        List<CacheSpec> all = new ArrayList<>(specs);
        if (specs.stream().noneMatch(spec -> spec.name().equals(CacheName.DEFAULT))) {
            all.add(CacheSpec.of(CacheName.DEFAULT));
        }
        if (all.size() > MOST_CACHES) {
            throw new IllegalArgumentException(all.size() + " caches are more than " + MOST_CACHES);
        }
        all.sort(Comparator.comparing(CacheSpec::name));
        byNumber = List.copyOf(all);
        for (int number = 0; number < byNumber.size(); number++) {
            if (numbers.put(byNumber.get(number).name(), number) != null) {
                throw new IllegalArgumentException(
                        "two caches are named '" + byNumber.get(number).name() + "'");
            }
        }
    }

    /**
     * All specs, by name.
     *
     * @return all of them
     */
    public List<CacheSpec> specs() {
        return byNumber;
    }

    /**
     * The number of a cache, if it exists.
     *
     * @param name of the cache
     * @return from 0, or nothing
     */
    public Optional<Integer> number(CacheName name) {
        return Optional.ofNullable(numbers.get(name));
    }

    /**
     * The spec of a cache number, if there is such a cache.
     *
     * @param number of the cache
     * @return its settings, or nothing
     */
    public Optional<CacheSpec> spec(int number) {
        return number >= 0 && number < byNumber.size() ? Optional.of(byNumber.get(number)) : Optional.empty();
    }
}
