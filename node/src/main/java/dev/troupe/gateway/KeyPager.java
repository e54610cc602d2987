package dev.troupe.gateway;

import dev.troupe.api.CacheException;
import dev.troupe.api.KeyPage;
import dev.troupe.api.KeyQuery;
import dev.troupe.api.Reason;
import dev.troupe.protocol.Reply;
import dev.troupe.protocol.Results;
import dev.troupe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a page of keys together from the partitions, one after the other. A cursor is the number of a partition and a lower bound of
 * hashes in it, so it holds wherever the partition has moved. Asked step by step; used by one caller.
 */
final class KeyPager {
    /** Questions for one page; a page that takes more is handed out as it is. */
    private static final int MOST_QUESTIONS = 512;

    private static final Pattern CURSOR = Pattern.compile("([0-9a-f]{1,4})-([0-9a-f]{1,16})");

    /** Asks a partition. */
    interface Source {
        /** Keys from a cursor on. */
        CompletionStage<Reply.Keys> keys(int partition, long cursor, int limit);
    }

    private record Place(int partition, long hash) {}

    private final int partitions;
    private final int limit;
    private final Source source;
    private final List<KeyPage.Key<byte[]>> found = new ArrayList<>();

    private KeyPager(int partitions, int limit, Source source) {
        this.partitions = partitions;
        this.limit = limit;
        this.source = source;
    }

    /** The page. @throws CacheException if the cursor is none */
    static CompletionStage<KeyPage<byte[]>> page(KeyQuery query, int partitions, Source source) {
        KeyPager pager = new KeyPager(partitions, query.limit(), source);
        return pager.from(pager.place(query.cursor()), 1);
    }

    private CompletionStage<KeyPage<byte[]>> from(Place place, int questions) {
        return source.keys(place.partition(), place.hash(), limit - found.size())
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return after(place, answer, questions);
                    }
                    // What was found is not lost; the next page begins with what failed.
                    return questions > 1
                            ? CompletableFuture.completedFuture(page(place))
                            : CompletableFuture.<KeyPage<byte[]>>failedFuture(failure);
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<KeyPage<byte[]>> after(Place place, Reply.Keys answer, int questions) {
        answer.keys().forEach(this::add);
        Place next = answer.next() == Store.END
                ? new Place(place.partition() + 1, Store.START)
                : new Place(place.partition(), answer.next());
        return next.partition() == partitions || found.size() >= limit || questions >= MOST_QUESTIONS
                ? CompletableFuture.completedFuture(page(next))
                : from(next, questions + 1);
    }

    private KeyPage<byte[]> page(Place next) {
        return new KeyPage<>(found, next.partition() == partitions ? Optional.empty() : Optional.of(text(next)));
    }

    private void add(Reply.Listed listed) {
        found.add(new KeyPage.Key<>(listed.key(), listed.valueLength(), Results.remaining(listed.remainingMillis())));
    }

    private Place place(Optional<String> cursor) {
        if (cursor.isEmpty()) {
            return new Place(0, Store.START);
        }
        Matcher matcher = CURSOR.matcher(cursor.get());
        if (matcher.matches() && Integer.parseInt(matcher.group(1), 16) < partitions) {
            return new Place(Integer.parseInt(matcher.group(1), 16), Long.parseUnsignedLong(matcher.group(2), 16));
        }
        throw new CacheException(Reason.BAD_REQUEST, "this is no cursor of a page of keys");
    }

    private static String text(Place place) {
        return Integer.toHexString(place.partition()) + "-" + Long.toHexString(place.hash());
    }
}
