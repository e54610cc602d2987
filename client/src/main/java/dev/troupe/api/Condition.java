package dev.troupe.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What must hold of an entry for a write to happen; decided by the owner together with the write, so compare-and-set is
 * atomic. Versions are those of {@link Entry#version()}.
 */
public sealed interface Condition {
    /** The version that stands for "there is no entry"; no entry ever has it. */
    long NO_ENTRY = 0;

    /** Pairs are not nested: whoever reads conditions from outside refuses more levels of {@link Both} than this before it reads them. */
    int MOST_LEVELS = 1;

    /**
     * Holds always.
     *
     * @return the condition
     */
    static Condition always() {
        return Presence.ANY;
    }

    /**
     * Holds if there is an entry: replace only.
     *
     * @return the condition
     */
    static Condition present() {
        return Presence.PRESENT;
    }

    /**
     * Holds if there is none: create only.
     *
     * @return the condition
     */
    static Condition absent() {
        return Presence.ABSENT;
    }

    /**
     * Whether it holds.
     *
     * @param version of the entry now, or {@link #NO_ENTRY}
     * @return whether it does
     */
    boolean holds(long version);

    /**
     * Holds if there is an entry and its version is one of these.
     *
     * @param versions of entries, at most 64
     * @return the condition
     */
    static Condition versionIn(long... versions) {
        return new VersionIn(versions, true);
    }

    /**
     * Holds if there is no entry or its version is none of these.
     *
     * @param versions of entries, at most 64
     * @return the condition
     */
    static Condition versionNotIn(long... versions) {
        return new VersionIn(versions, false);
    }

    /**
     * This and then the other.
     *
     * @param other evaluated if this one holds
     * @return both
     * @throws IllegalArgumentException if either is such a pair itself
     */
    default Condition and(Condition other) {
        if (this == Presence.ANY) {
            return other;
        }
        return other == Presence.ANY ? this : new Both(this, other);
    }

    /** Depends on presence alone. */
    enum Presence implements Condition {
        /** Holds always. */
        ANY,
        /** Holds if there is an entry. */
        PRESENT,
        /** Holds if there is no entry. */
        ABSENT;

        @Override
        public boolean holds(long version) {
            return this == ANY || (this == PRESENT) == (version != NO_ENTRY);
        }
    }

    /** Depends on the version: a set of at most {@link #MOST_VERSIONS}. */
    final class VersionIn implements Condition {
        /** More versions than this in one condition are refused. */
        public static final int MOST_VERSIONS = 64;

        private final long[] versions;
        private final boolean member;

        /** @throws IllegalArgumentException if there are more than {@link #MOST_VERSIONS} */
        VersionIn(long[] versions, boolean member) {
            if (versions.length > MOST_VERSIONS) {
                throw new IllegalArgumentException(
                        versions.length + " versions in one condition are more than " + MOST_VERSIONS);
            }
            this.versions = versions.clone();
            this.member = member;
        }

        /**
         * The versions asked for.
         *
         * @return in the order in which they were given
         */
        public List<Long> versions() {
            return Arrays.stream(versions).boxed().toList();
        }

        /**
         * Whether the entry's version must be among them; else it must not.
         *
         * @return false for a condition that excludes them
         */
        public boolean member() {
            return member;
        }

        @Override
        public boolean holds(long version) {
            for (long candidate : versions) {
                if (candidate == version) {
                    return member && version != NO_ENTRY;
                }
            }
            return !member;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof VersionIn that && that.member == member && Arrays.equals(that.versions, versions);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(versions) * 2 + (member ? 1 : 0);
        }
    }

    /**
     * Holds if both do.
     *
     * @param first evaluated first
     * @param second evaluated if the first holds
     */
    record Both(Condition first, Condition second) implements Condition {
        /**
         * @param first evaluated first
         * @param second evaluated if the first holds
         * @throws IllegalArgumentException if either is a pair itself
         */
        public Both {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
            if (first instanceof Both || second instanceof Both) {
                throw new IllegalArgumentException("a condition has at most two parts");
            }
        }

        @Override
        public boolean holds(long version) {
            return first.holds(version) && second.holds(version);
        }
    }
}
