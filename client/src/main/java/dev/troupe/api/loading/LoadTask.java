package dev.troupe.api.loading;

import dev.troupe.api.CacheException;
import dev.troupe.api.LoadOptions;
import dev.troupe.api.Loader;
import dev.troupe.api.Reason;
import dev.troupe.api.UserCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A load, from the moment at which it wants a permit until it is over. A loader may ask for other keys, of any cache. So that loads that wait
 * for each other do not stand still, a load that has a permit and waits for one that has none lends it its own, to one at a time:
 * however deep loads are nested, the innermost runs, and of each permit only one load works while the others wait. Loads that wait for
 * themselves in a circle are refused when the circle would be closed.
 *
 * <p>A call belongs to a load if it is made on the thread that calls the loader, before that returns, or in what depends on an
 * answer to such a call and runs on the thread that took it, or through {@link LoadContext#executor}, while the load is not over. Others,
 * such as those from threads of the loader's own, are like those of anybody else. Safe for use by many threads.
 */
public final class LoadTask {
    /** Loads are not nested deeper than this. */
    public static final int MOST_LEVELS = 100;

    private static final ThreadLocal<@Nullable LoadTask> CURRENT = new ThreadLocal<>();
    private static final Object WAITS = new Object();

    private final LoadPermits permits;
    private final Object subject;
    private final Consumer<LoadTask> work;
    /** The load that this one is part of; null once it is over, so that loads that follow from each other are not all held on to. */
    private volatile @Nullable LoadTask parent;

    /** Those that this one waits for; under the lock of all. */
    private final Set<LoadTask> awaited = new HashSet<>();

    /** Those that wait for this one's permit, and the one that has it. */
    private final Deque<LoadTask> guests = new ArrayDeque<>();

    private @Nullable LoadTask guest;
    /** Gives the permit back. */
    private @Nullable Runnable giveBack;

    /** Calls of the loader that have no answer yet. */
    private final AtomicInteger unanswered = new AtomicInteger();

    private boolean isOver;

    private LoadTask(LoadPermits permits, Object subject, Consumer<LoadTask> work, @Nullable LoadTask parent) {
        this.permits = permits;
        this.subject = subject;
        this.work = work;
        this.parent = parent;
    }

    // ---- the load that is being run

    /**
     * The load to which calls belong that are made here and now.
     *
     * @return null outside of loads, and after the end of that which was here
     */
    public static @Nullable LoadTask current() {
        return unlessOver(CURRENT.get());
    }

    private static @Nullable LoadTask unlessOver(@Nullable LoadTask task) {
        return task == null || task.isOver() ? null : task;
    }

    /**
     * Runs code whose calls belong to a load.
     *
     * @param <T> what it gives
     * @param task null for none
     * @param code run now
     * @return what it gives
     */
    public static <T extends @Nullable Object> T within(@Nullable LoadTask task, Supplier<T> code) {
        @Nullable LoadTask before = CURRENT.get();
        CURRENT.set(task);
        try {
            return Trampoline.apart(code);
        } finally {
            CURRENT.set(before);
        }
    }

    /** Code of a user whose calls belong to this load unless it is over by then. */
    Runnable partOfIt(Runnable code) {
        Objects.requireNonNull(code, "task");
        return () -> {
            var unused = within(unlessOver(this), () -> {
                code.run();
                return true;
            });
        };
    }

    /**
     * A load that has not begun.
     *
     * @param permits which it needs one of
     * @param subject what is loaded: equal for loads of the same
     * @param work done once when it has a permit; its end is {@link #end}
     * @param parent the load to which the call belongs, or null; counts as null if it is over
     * @return not begun yet
     * @throws CacheException with {@link Reason#BAD_REQUEST} if it would be part of a load of the same, or is nested too deep
     */
    public static LoadTask of(LoadPermits permits, Object subject, Consumer<LoadTask> work, @Nullable LoadTask parent) {
        @Nullable LoadTask direct = unlessOver(parent);
        int level = 1;
        for (LoadTask outer = direct; outer != null; outer = unlessOver(outer.parent)) {
            if (outer.subject.equals(subject)) {
                throw circular();
            }
            level++;
        }
        if (level > MOST_LEVELS) {
            throw new CacheException(
                    Reason.BAD_REQUEST, "loaders that load other keys are nested more than " + MOST_LEVELS + " deep");
        }
        return new LoadTask(permits, subject, work, direct);
    }

    /**
     * What a call fails with whose answer would need itself.
     *
     * @return to be thrown, or what the call fails with
     */
    public static CacheException circular() {
        return new CacheException(
                Reason.BAD_REQUEST, "the loader of a key waits, maybe through other loads, for that same key");
    }

    // ---- its course

    /**
     * Does the work now, or when there is a permit.
     *
     * @param most permits in use at a time
     * @throws CacheException with {@link Reason#OVERLOADED} if too many wait
     */
    public void enter(int most) {
        if (!permits.enter(this, most)) {
            throw new CacheException(
                    Reason.OVERLOADED, LoadPermits.MOST_WAITING + " loads are waiting in this process");
        }
    }

    /** Does the work, with a permit that is given back so; false if it has begun or is over. */
    boolean begin(Runnable permit) {
        synchronized (this) {
            if (giveBack != null || isOver) {
                return false;
            }
            giveBack = permit;
        }
        permits.forget(this);
        work.accept(this);
        return true;
    }

    /** It is over, begun or not. May be called again. */
    public void end() {
        @Nullable Runnable permit;
        synchronized (this) {
            permit = isOver || guest != null ? null : giveBack;
            isOver = true;
            guests.clear();
        }
        parent = null;
        synchronized (WAITS) {
            awaited.clear();
        }
        permits.forget(this);
        if (permit != null) {
            permit.run();
        }
    }

    /**
     * Has the loader called by the executor: once and within this load, whatever the executor does.
     *
     * @param <K> the key's type
     * @param <V> the value's type
     * @param loader code of the user
     * @param key of the entry
     * @param options whose executor it is
     * @return what was loaded; fails with a {@link dev.troupe.api.UserCodeException}; never done if the executor does nothing
     */
    public <K, V> CompletableFuture<Optional<V>> call(Loader<K, V> loader, K key, LoadOptions options) {
        CompletableFuture<Optional<V>> loaded = new CompletableFuture<>();
        AtomicBoolean isCalled = new AtomicBoolean();
        try {
            options.executor().execute(() -> {
                if (isCalled.compareAndSet(false, true) && !isOver()) {
                    var unused = UserCode.stage("the loader", () -> within(this, () -> loader.load(key)))
                            .whenComplete((value, failure) -> {
                                if (value != null) {
                                    loaded.complete(value);
                                } else {
                                    loaded.completeExceptionally(
                                            failure == null ? UserCode.gaveNull("the stage of the loader") : failure);
                                }
                            });
                }
            });
        } catch (Throwable refused) {
            loaded.completeExceptionally(UserCode.thrown(refused));
        }
        return loaded;
    }

    private synchronized boolean isOver() {
        return isOver;
    }

    /** Whether it has not begun, and will. */
    synchronized boolean wantsPermit() {
        return giveBack == null && !isOver;
    }

    // ---- those that it waits for

    /**
     * Takes note of a call that belongs to this load.
     *
     * @param answer done when the call is
     */
    public void asks(CompletionStage<?> answer) {
        unanswered.incrementAndGet();
        var unused = answer.whenComplete((value, failure) -> unanswered.decrementAndGet());
    }

    /**
     * Whether the loader has asked for a key, here or on another node, and has no answer yet.
     *
     * @return true also if it does not wait for that answer
     */
    public boolean isAsking() {
        return unanswered.get() > 0;
    }

    /**
     * Takes note that this load waits for another, which may use this one's permit while it has none. One that is over waits for nothing.
     *
     * @param other to be told of in {@link #ceaseToAwait} when it is over
     * @return false if the other one waits for this, so that neither would end
     */
    public boolean await(LoadTask other) {
        synchronized (WAITS) {
            if (isOver()) {
                return true;
            }
            if (other.leadsTo(this)) {
                return false;
            }
            awaited.add(other);
        }
        synchronized (this) {
            if (!isOver) {
                guests.add(other);
            }
        }
        lend();
        return true;
    }

    /**
     * Takes note that it waits no longer.
     *
     * @param other that was awaited
     */
    public void ceaseToAwait(LoadTask other) {
        synchronized (WAITS) {
            awaited.remove(other);
        }
    }

    private boolean leadsTo(LoadTask target) {
        Set<LoadTask> reached = new HashSet<>(Set.of(this));
        Deque<LoadTask> open = new ArrayDeque<>(reached);
        while (!open.isEmpty() && !reached.contains(target)) {
            open.remove().awaited.stream().filter(reached::add).forEach(open::add);
        }
        return reached.contains(target);
    }

    /** Lends the permit to the next that has none, unless it is lent. */
    private void lend() {
        LoadTask next;
        synchronized (this) {
            if (guest != null || isOver || giveBack == null || guests.isEmpty()) {
                return;
            }
            next = guests.remove();
            guest = next;
        }
        if (!next.begin(this::handedBack)) {
            handedBack();
        }
    }

    private void handedBack() {
        @Nullable Runnable permit;
        synchronized (this) {
            guest = null;
            permit = isOver ? giveBack : null;
        }
        if (permit == null) {
            Trampoline.run(this::lend);
        } else {
            permit.run();
        }
    }
}
