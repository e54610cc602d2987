package dev.troupe.api.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.api.CacheException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loads that wait for each other, step by step, in every order that a seed makes up. */
class LoadTaskTest {
    private static final int SEEDS = 2000;
    private static final int CACHES = 3;

    /** A load of the model: what it waits for, and whether it has begun. */
    private static final class Model {
        final int number;
        final int cache;
        final List<Model> awaited = new ArrayList<>();

        @SuppressWarnings("NullAway.Init") // Made right after it.
        LoadTask task;

        boolean hasBegun;
        boolean isOver;

        Model(int number, int cache) {
            this.number = number;
            this.cache = cache;
        }

        boolean isWorking() {
            return hasBegun && !isOver && awaited.stream().allMatch(other -> other.isOver);
        }
    }

    private static final class World {
        final Random random;
        final List<LoadPermits> permits = new ArrayList<>();
        final List<Model> models = new ArrayList<>();
        final int most;
        int refused;

        World(long seed) {
            random = new Random(seed);
            most = 1 + random.nextInt(3);
            for (int cache = 0; cache < CACHES; cache++) {
                permits.add(new LoadPermits());
            }
        }

        /** Somebody, or a load that works, asks for something new, or a load for one that is under way. */
        void step(int left) {
            List<Model> working = models.stream().filter(Model::isWorking).toList();
            @Nullable
            Model asker =
                    working.isEmpty() || random.nextInt(4) == 0 ? null : working.get(random.nextInt(working.size()));
            if (asker != null && random.nextInt(3) == 0) {
                end(asker);
            } else if (asker != null && random.nextInt(3) == 0) {
                List<Model> others =
                        models.stream().filter(other -> !other.isOver).toList();
                await(asker, others.get(random.nextInt(others.size())));
            } else if (left > 0) {
                ask(asker);
            }
        }

        private void ask(@Nullable Model asker) {
            Model model = new Model(models.size(), random.nextInt(CACHES));
            try {
                model.task = LoadTask.of(
                        permits.get(model.cache),
                        model.number,
                        begun -> model.hasBegun = true,
                        asker == null ? null : asker.task);
            } catch (CacheException tooDeep) {
                return;
            }
            models.add(model);
            model.task.enter(most);
            if (asker != null) {
                await(asker, model);
            }
        }

        private void await(Model asker, Model other) {
            if (asker.task.await(other.task)) {
                asker.awaited.add(other);
            } else {
                refused++;
            }
        }

        void end(Model model) {
            model.isOver = true;
            model.task.end();
            models.forEach(outer -> outer.task.ceaseToAwait(model.task));
        }

        boolean isIdle() {
            return models.stream().allMatch(model -> model.isOver);
        }

        /** Of each permit one load works at most, whoever has it. */
        void check() {
            assertThat(models.stream().filter(Model::isWorking).count()).isLessThanOrEqualTo((long) most * CACHES);
            assertThat(isIdle() || models.stream().anyMatch(Model::isWorking))
                    .as("some load works as long as there are loads")
                    .isTrue();
            for (int cache = 0; cache < CACHES; cache++) {
                int of = cache;
                long waiting = models.stream()
                        .filter(model -> model.cache == of && !model.hasBegun && !model.isOver)
                        .count();
                assertThat(permits.get(cache).waitingCount())
                        .as("only those wait that have not begun")
                        .isEqualTo((int) waiting);
            }
        }
    }

    @Test
    void someLoadWorksAsLongAsThereAreLoadsAndAllEnd() {
        int refused = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = new World(seed);
            for (int step = 0; step < 60; step++) {
                world.step(60 - step);
                world.check();
            }
            while (!world.isIdle()) {
                world.end(world.models.stream()
                        .filter(Model::isWorking)
                        .findFirst()
                        .orElseThrow());
                world.check();
            }
            assertPermitsAreBack(world);
            refused += world.refused;
        }
        assertThat(refused).as("circles were tried").isGreaterThan(SEEDS / 10);
    }

    private static void assertPermitsAreBack(World world) {
        for (LoadPermits permits : world.permits) {
            Map<Integer, Boolean> begun = new HashMap<>();
            List<LoadTask> tasks = new ArrayList<>();
            for (int number = 0; number <= world.most; number++) {
                int index = number;
                LoadTask task = LoadTask.of(permits, "after" + number, started -> begun.put(index, true), null);
                task.enter(world.most);
                tasks.add(task);
            }
            assertThat(begun).hasSize(world.most);
            tasks.forEach(LoadTask::end);
        }
    }

    @Test
    void loadThatIsOverLeavesItsPermitToTheOneThatRunsInItsPlace() {
        LoadPermits permits = new LoadPermits();
        List<String> begun = new ArrayList<>();
        LoadTask outer = task(permits, "outer", begun, null);
        outer.enter(1);
        LoadTask inner = task(permits, "inner", begun, outer);
        inner.enter(1);
        assertThat(begun).containsExactly("outer");
        assertThat(outer.await(inner)).isTrue();
        assertThat(begun).containsExactly("outer", "inner");
        outer.end();
        task(permits, "next", begun, null).enter(1);
        assertThat(begun).containsExactly("outer", "inner");
        inner.end();
        assertThat(begun).containsExactly("outer", "inner", "next");
    }

    @Test
    void loadsThatRanOnALentPermitDoNotWaitAnyLonger() {
        LoadPermits permits = new LoadPermits();
        List<String> begun = new ArrayList<>();
        LoadTask outer = task(permits, "outer", begun, null);
        outer.enter(1);
        for (int number = 0; number <= LoadPermits.MOST_WAITING; number++) {
            LoadTask inner = task(permits, "inner" + number, begun, outer);
            inner.enter(1);
            assertThat(outer.await(inner)).isTrue();
            inner.end();
            outer.ceaseToAwait(inner);
        }
        assertThat(begun).hasSize(LoadPermits.MOST_WAITING + 2);
        assertThat(permits.waitingCount()).isZero();
    }

    @Test
    void loadThatIsOverBeforeItWantsAPermitDoesNotWait() {
        LoadPermits permits = new LoadPermits();
        List<String> begun = new ArrayList<>();
        task(permits, "first", begun, null).enter(1);
        LoadTask late = task(permits, "late", begun, null);
        late.end();
        late.enter(1);
        assertThat(permits.waitingCount()).isZero();
    }

    @Test
    void partOfALoadOfTheSameIsRefused() {
        LoadPermits permits = new LoadPermits();
        LoadTask outer = task(permits, "a", new ArrayList<>(), null);
        LoadTask inner = task(permits, "b", new ArrayList<>(), outer);
        assertThatThrownBy(() -> task(permits, "a", new ArrayList<>(), inner))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("for that same key");
    }

    @Test
    void callThatIsMadeAfterALoadIsOverIsNoPartOfIt() {
        LoadPermits permits = new LoadPermits();
        List<String> begun = new ArrayList<>();
        LoadTask outer = task(permits, "a", begun, null);
        LoadTask inner = task(permits, "b", begun, outer);
        LoadTask innermost = task(permits, "c", begun, inner);
        assertThat(LoadTask.within(inner, LoadTask::current)).isSameAs(inner);
        inner.end();
        assertThat(LoadTask.within(inner, LoadTask::current)).isNull();
        for (LoadTask caller : List.of(inner, innermost)) {
            task(permits, "a", begun, caller).enter(1);
            task(permits, "b", begun, caller).end();
        }
        assertThatThrownBy(() -> task(permits, "a", begun, outer)).hasMessageContaining("for that same key");
        assertThat(inner.await(outer)).isTrue();
        assertThat(outer.await(inner)).isTrue();
    }

    @Test
    void executorTakesTheLoadWithItUntilThatIsOver() {
        LoadPermits permits = new LoadPermits();
        LoadTask load = task(permits, "a", new ArrayList<>(), null);
        List<Runnable> given = new ArrayList<>();
        List<@Nullable LoadTask> seen = new ArrayList<>();
        Executor executor = LoadTask.within(load, () -> LoadContext.executor(given::add));
        executor.execute(() -> seen.add(LoadTask.current()));
        executor.execute(() -> seen.add(LoadTask.current()));
        assertThat(LoadTask.current()).isNull();
        given.get(0).run();
        load.end();
        given.get(1).run();
        assertThat(seen).containsExactly(load, null);
        assertThatThrownBy(() -> executor.execute(null)).isInstanceOf(NullPointerException.class);
        assertThat(given).hasSize(2);
        Executor plain = Runnable::run;
        assertThat(LoadContext.executor(plain)).isSameAs(plain);
    }

    @Test
    void loadsThatFollowFromEachOtherAreNotNested() {
        LoadPermits permits = new LoadPermits();
        LoadTask last = task(permits, "0", new ArrayList<>(), null);
        for (int number = 1; number <= 2 * LoadTask.MOST_LEVELS; number++) {
            LoadTask next = task(permits, String.valueOf(number), new ArrayList<>(), last);
            last.end();
            last = next;
        }
        for (int level = 2; level <= LoadTask.MOST_LEVELS; level++) {
            last = task(permits, "nested" + level, new ArrayList<>(), last);
        }
        LoadTask deepest = last;
        assertThatThrownBy(() -> task(permits, "deeper", new ArrayList<>(), deepest))
                .hasMessageContaining("more than " + LoadTask.MOST_LEVELS + " deep");
    }

    private static LoadTask task(LoadPermits permits, String name, List<String> begun, @Nullable LoadTask parent) {
        return LoadTask.of(permits, name, started -> begun.add(name), parent);
    }
}
