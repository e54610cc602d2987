package dev.troupe.extension.everywhere;

import static dev.troupe.api.Condition.absent;
import static dev.troupe.api.Condition.present;
import static dev.troupe.api.Condition.versionIn;
import static dev.troupe.api.Condition.versionNotIn;

import dev.troupe.api.Condition;
import dev.troupe.api.CounterOptions;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.PutOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What operations come to, whichever way they are asked for. */
final class ApiTable {
    private static final PutOptions PUT = PutOptions.DEFAULT;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final List<ApiRow> ROWS = new ArrayList<>();

    private ApiTable() {}

    private static void row(String name, Consumer<Trial> operations, String outcome) {
        ROWS.add(new ApiRow(name, operations, outcome));
    }

    static {
        values();
        conditionsOnPresence();
        conditionsOnVersions();
        conditionsOnSeveralVersions();
        counters();
        countersThatAreNone();
        times();
        timesOutOfRange();
        defaultsOfCaches();
        listings();
        keys();
        sizes();
        refusals();
    }

    private static void values() {
        row("what is put is read", t -> t.get().put("a").get().peek(), "absent; CREATED v1; a v1; #1 v1");
        row(
                "every write has a new version",
                t -> t.put("a").put("a").remove().put("a").get(),
                "CREATED v1; REPLACED v2; REMOVED; CREATED v3; a v3");
        row("empty value is a value", t -> t.put("").get().peek(), "CREATED v1;  v1; #0 v1");
        row(
                "media type comes back",
                t -> t.put("{}", PUT.withMediaType("application/json")).get().peek(),
                "CREATED v1; {} v1 application/json; #2 v1 application/json");
        row(
                "media type with a parameter comes back",
                t -> t.put("a", PUT.withMediaType("text/plain; charset=UTF-8")).get(),
                "CREATED v1; a v1 text/plain; charset=UTF-8");
        row(
                "media type that is quoted comes back",
                t -> t.put("a", PUT.withMediaType("application/x-foo; a=\"b c\""))
                        .get(),
                "CREATED v1; a v1 application/x-foo; a=\"b c\"");
        row("remove of nothing", t -> t.remove().get(), "ABSENT; absent");
        row("peek of nothing", t -> t.peek(), "absent");
        row(
                "clear removes all of this cache only",
                t -> t.put("a")
                        .in("short")
                        .put("b")
                        .in("default")
                        .clear()
                        .get()
                        .in("short")
                        .get(),
                "CREATED v1; CREATED v2; cleared; absent; b v2 mortal");
    }

    private static void conditionsOnPresence() {
        row(
                "create only",
                t -> t.putIf("a", x -> absent()).putIf("b", x -> absent()).get(),
                "CREATED v1; CONDITION_FAILED v1; a v1");
        row(
                "replace only",
                t -> t.putIf("a", x -> present())
                        .put("b")
                        .putIf("c", x -> present())
                        .get(),
                "CONDITION_FAILED v0; CREATED v1; REPLACED v2; c v2");
        row(
                "remove if present",
                t -> t.remove(x -> present()).put("a").remove(x -> present()),
                "ABSENT; CREATED v1; REMOVED");
        row(
                "remove if absent",
                t -> t.remove(x -> absent()).put("a").remove(x -> absent()).get(),
                "ABSENT; CREATED v1; CONDITION_FAILED; a v1");
    }

    private static void conditionsOnVersions() {
        row(
                "compare and set",
                t -> t.put("a")
                        .putIf("b", x -> versionIn(x.version(1)))
                        .putIf("c", x -> versionIn(x.version(1)))
                        .get(),
                "CREATED v1; REPLACED v2; CONDITION_FAILED v2; b v2");
        row("compare and set of nothing", t -> t.putIf("a", x -> versionIn(77)).get(), "CONDITION_FAILED v0; absent");
        row(
                "no version matches none",
                t -> t.put("a").putIf("b", x -> versionIn()).get(),
                "CREATED v1; CONDITION_FAILED v1; a v1");
        row(
                "version of no entry matches none",
                t -> t.putIf("a", x -> versionIn(Condition.NO_ENTRY)),
                "CONDITION_FAILED v0");
    }

    private static void conditionsOnSeveralVersions() {
        row(
                "one of several versions",
                t -> t.put("a").put("b").putIf("c", x -> versionIn(x.version(1), 5, x.version(2))),
                "CREATED v1; REPLACED v2; REPLACED v3");
        row(
                "none of several versions",
                t -> t.put("a")
                        .putIf("b", x -> versionNotIn(x.version(1), 5))
                        .putIf("c", x -> versionNotIn(5, 6))
                        .get(),
                "CREATED v1; CONDITION_FAILED v1; REPLACED v2; c v2");
        row(
                "both conditions",
                t -> t.put("a")
                        .putIf("b", x -> versionIn(x.version(1)).and(versionNotIn(x.version(1))))
                        .putIf("c", x -> versionIn(x.version(1)).and(versionNotIn(5)))
                        .get(),
                "CREATED v1; CONDITION_FAILED v1; REPLACED v2; c v2");
        row(
                "remove of a version",
                t -> t.put("a")
                        .put("b")
                        .remove(x -> versionIn(x.version(1)))
                        .remove(x -> versionIn(x.version(2)))
                        .get(),
                "CREATED v1; REPLACED v2; CONDITION_FAILED; REMOVED; absent");
        row("remove of a version of nothing", t -> t.remove(x -> versionIn(7)), "ABSENT");
        row("as many versions as there may be", t -> t.putIf("a", x -> versionIn(new long[64])), "CONDITION_FAILED v0");
    }

    private static void counters() {
        row("counter begins at nothing", t -> t.add(5).add(-7).get(), "5 v1; -2 v2; -2 v2 text/plain");
        row("counter begins where it is told", t -> t.add(1, from(10)).add(1, from(99)), "11 v1; 12 v2");
        row("number that was put counts", t -> t.put("41").add(1).get(), "CREATED v1; 42 v2; 42 v2");
        row("step of nothing is a write", t -> t.add(0).add(0), "0 v1; 0 v2");
        row(
                "counter goes to the ends of 64 bits",
                t -> t.add(Long.MAX_VALUE).key("l").add(Long.MIN_VALUE),
                Long.MAX_VALUE + " v1; " + Long.MIN_VALUE + " v2");
        row(
                "counter keeps its time",
                t -> t.add(1, new CounterOptions(0, Optional.of(MINUTE)))
                        .add(1, new CounterOptions(0, Optional.of(HOUR)))
                        .remaining(MINUTE),
                "1 v1; 2 v2; remaining");
    }

    private static void countersThatAreNone() {
        row("text is no counter", t -> t.put("a").add(1).get(), "CREATED v1; NOT_A_COUNTER; a v1");
        row("empty value is no counter", t -> t.put("").add(1), "CREATED v1; NOT_A_COUNTER");
        row("plus sign is no counter", t -> t.put("+1").add(1), "CREATED v1; NOT_A_COUNTER");
        row("lone minus is no counter", t -> t.put("-").add(1), "CREATED v1; NOT_A_COUNTER");
        row("65 bits are no counter", t -> t.put("9223372036854775808").add(-1), "CREATED v1; NOT_A_COUNTER");
        row(
                "sum over 64 bits changes nothing",
                t -> t.add(Long.MAX_VALUE).add(1).get(),
                Long.MAX_VALUE + " v1; NOT_A_COUNTER; " + Long.MAX_VALUE + " v1 text/plain");
        row(
                "sum under 64 bits changes nothing",
                t -> t.add(Long.MIN_VALUE).add(-1),
                Long.MIN_VALUE + " v1; NOT_A_COUNTER");
        row(
                "first step over 64 bits creates nothing",
                t -> t.add(1, from(Long.MAX_VALUE)).get(),
                "NOT_A_COUNTER; absent");
    }

    private static CounterOptions from(long initial) {
        return new CounterOptions(initial, Optional.empty());
    }

    private static void times() {
        row(
                "entry expires",
                t -> t.put("a", PUT.withTtl(Duration.ofMillis(1))).untilGone().get(),
                "CREATED v1; gone; absent");
        row(
                "expired entry can be created",
                t -> t.put("a", PUT.withTtl(Duration.ofMillis(1))).untilGone().putIf("b", x -> absent()),
                "CREATED v1; gone; CREATED v2");
        row(
                "idle entry expires",
                t -> t.put("a", PUT.withIdle(Duration.ofMillis(1))).untilGone(),
                "CREATED v1; gone");
        row(
                "time is told",
                t -> t.put("a", PUT.withTtl(HOUR)).get().remaining(HOUR),
                "CREATED v1; a v1 mortal; remaining");
        row(
                "put without a time ends the time",
                t -> t.put("a", PUT.withTtl(HOUR)).put("b").get(),
                "CREATED v1; REPLACED v2; b v2");
        row(
                "touch gives a time and keeps the version",
                t -> t.put("a")
                        .touch(MINUTE)
                        .get()
                        .remaining(MINUTE)
                        .touchForEver()
                        .get(),
                "CREATED v1; touched; a v1 mortal; remaining; touched; a v1");
        row(
                "touch ends an entry",
                t -> t.put("a").touch(Duration.ofMillis(1)).untilGone(),
                "CREATED v1; touched; gone");
        row("touch of nothing", t -> t.touch(HOUR).touchForEver(), "absent; absent");
        row(
                "longest time is allowed",
                t -> t.put("a", PUT.withTtl(Duration.ofDays(3650))).touch(Duration.ofDays(3650)),
                "CREATED v1; touched");
    }

    private static void timesOutOfRange() {
        row("touch for no time", t -> t.put("a").touch(Duration.ZERO).get(), "CREATED v1; BAD_REQUEST; a v1");
        row(
                "touch for negative time",
                t -> t.put("a").touch(Duration.ofMillis(-5)).get(),
                "CREATED v1; BAD_REQUEST; a v1");
        row(
                "touch for less than a millisecond",
                t -> t.put("a").touch(Duration.ofNanos(5)).get(),
                "CREATED v1; BAD_REQUEST; a v1");
        row(
                "touch for ever and a day",
                t -> t.put("a").touch(Duration.ofDays(3651)).get(),
                "CREATED v1; BAD_REQUEST; a v1");
        row(
                "touch for an age",
                t -> t.put("a").touch(Duration.ofSeconds(Long.MAX_VALUE)).get(),
                "CREATED v1; BAD_REQUEST; a v1");
    }

    private static void defaultsOfCaches() {
        row(
                "cache gives a time",
                t -> t.in("short").put("a").remaining(Duration.ofMinutes(10)),
                "CREATED v1; remaining");
        row(
                "cache gives counters a time",
                t -> t.in("short").add(1).remaining(Duration.ofMinutes(10)),
                "1 v1; remaining");
        row(
                "longest time of the cache holds",
                t -> t.in("short").put("a", PUT.withTtl(HOUR)).remaining(HOUR),
                "CREATED v1; remaining");
        row(
                "time beyond the cache's longest is refused",
                t -> t.in("short")
                        .put("a", PUT.withTtl(HOUR.plusMillis(1)))
                        .add(1, new CounterOptions(0, Optional.of(HOUR.plusMillis(1))))
                        .put("a")
                        .touch(HOUR.plusMillis(1))
                        .remaining(Duration.ofMinutes(10)),
                "BAD_REQUEST; BAD_REQUEST; CREATED v1; BAD_REQUEST; remaining");
        row(
                "touch for ever is for the cache's longest",
                t -> t.in("short").put("a").touchForEver().remaining(HOUR),
                "CREATED v1; touched; remaining");
        row("cache gives an idle time", t -> t.in("fading").put("a").get(), "CREATED v1; a v1 mortal");
    }

    private static void listings() {
        row("no keys", t -> t.keys("", 10), "keys []");
        row(
                "pages hold every key",
                t -> t.key("a1")
                        .put("x")
                        .key("a2")
                        .put("xy", PUT.withTtl(HOUR))
                        .key("b")
                        .put("")
                        .keys("", 1)
                        .keys("", 1000),
                "CREATED v1; CREATED v2; CREATED v3; keys [a1=1, a2=2 mortal, b=0]; keys [a1=1, a2=2 mortal, b=0]");
        row(
                "prefix",
                t -> t.key("ä/1 &")
                        .put("x")
                        .key("ä/2")
                        .put("y")
                        .key("b")
                        .put("z")
                        .keys("ä/", 10)
                        .keys("ä/1 &", 10)
                        .keys("c", 10),
                "CREATED v1; CREATED v2; CREATED v3; keys [ä/1 &=1, ä/2=1]; keys [ä/1 &=1]; keys []");
        row("listing is no read", t -> t.key("a").put("x").keys("", 5).get(), "CREATED v1; keys [a=1]; x v1");
        row("cursor that is none", t -> t.page(KeyQuery.ALL.from("zzz")), "BAD_REQUEST");
        row("empty cursor is none", t -> t.put("a").page(KeyQuery.ALL.from("")), "CREATED v1; page of 1");
        row("cursor beyond the partitions", t -> t.page(KeyQuery.ALL.from("ffff-0")), "BAD_REQUEST");
        row(
                "prefix longer than any key",
                t -> t.key("a").put("x").page(KeyQuery.ALL.withPrefix("p".repeat(65))),
                "CREATED v1; page of 0");
    }

    private static void keys() {
        row(
                "odd text as key",
                t -> t.key("a/b?c=d&e#f %2F+ü✓😀").put("x").get().keys("", 9),
                "CREATED v1; x v1; keys [a/b?c=d&e#f %2F+ü✓😀=1]");
        row(
                "dots as keys",
                t -> t.key(".").put("x").get().key("..").put("y").get().remove(),
                "CREATED v1; x v1; CREATED v2; y v2; REMOVED");
        row(
                "octets as key",
                t -> t.key(new byte[] {0, -1, 10, 127})
                        .put("x")
                        .get()
                        .touch(HOUR)
                        .add(1)
                        .peek(),
                "CREATED v1; x v1; touched; NOT_A_COUNTER; #1 v1 mortal");
        row(
                "control character as key",
                t -> t.key("a\u0000\u0085b").put("x").get().remove(),
                "CREATED v1; x v1; REMOVED");
        row(
                "name of an action as key",
                t -> t.key("_touch").put("1").add(1).touch(HOUR).get(),
                "CREATED v1; 2 v2; touched; 2 v2 mortal");
        row("longest key", t -> t.key("ü".repeat(32)).put("x").get(), "CREATED v1; x v1");
    }

    private static void sizes() {
        row(
                "key that is too long",
                t -> t.key("k".repeat(65))
                        .put("x")
                        .get()
                        .peek()
                        .remove()
                        .touch(HOUR)
                        .add(1),
                "BAD_REQUEST; BAD_REQUEST; BAD_REQUEST; BAD_REQUEST; BAD_REQUEST; BAD_REQUEST");
        row(
                "empty key",
                t -> t.key("").put("x").get().peek().remove().touch(HOUR).add(1),
                "BAD_REQUEST; BAD_REQUEST; BAD_REQUEST; BAD_REQUEST; BAD_REQUEST; BAD_REQUEST");
        row("longest value", t -> t.put(new byte[64 << 10], PUT).peek(), "CREATED v1; #65536 v1");
        row(
                "value that is too long",
                t -> t.put("a").put(new byte[(64 << 10) + 1], PUT).get(),
                "CREATED v1; VALUE_TOO_LARGE; a v1");
        row("value that is far too long", t -> t.put(new byte[1 << 20], PUT).get(), "VALUE_TOO_LARGE; absent");
    }

    private static void refusals() {
        row(
                "too few backups",
                t -> t.in("strict").put("a").get().add(1).remove(),
                "INSUFFICIENT_REPLICAS; absent; INSUFFICIENT_REPLICAS; INSUFFICIENT_REPLICAS");
        row("full cache that evicts nothing", t -> t.in("full").fill(30_000), "CACHE_FULL");
        row(
                "full cache is read and emptied",
                t -> t.in("full").fill(30_000).key("fill0").peek().remove().put("a"),
                "CACHE_FULL; #30000 v1; REMOVED; CREATED v2");
    }
}
