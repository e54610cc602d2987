package dev.troupe.protocol;

import dev.troupe.api.CacheException;
import dev.troupe.api.Counted;
import dev.troupe.api.Entry;
import dev.troupe.api.PutResult;
import dev.troupe.api.ReadResult;
import dev.troupe.api.Reason;
import dev.troupe.api.RemoveResult;
import dev.troupe.store.segment.EntryAttributes;
import java.time.Duration;
import java.util.Optional;

/** What the replies of owners mean to a caller. Each fails with the {@link CacheException} that a refusal stands for. */
public final class Results {
    private Results() {}

    public static ReadResult<byte[]> read(Reply reply) {
        return new ReadResult<>(found(reply), backupAge(reply));
    }

    public static ReadResult<Integer> readKnown(Reply reply) {
        return new ReadResult<>(known(reply), backupAge(reply));
    }

    public static Optional<Entry<byte[]>> found(Reply reply) {
        if (reply instanceof Reply.Found found) {
            return Optional.of(
                    new Entry<>(found.value(), found.version(), remaining(found.remainingMillis()), found.mediaType()));
        }
        return reply instanceof Reply.ByBackup backup ? found(backup.reply()) : absent(reply);
    }

    public static Optional<Entry<Integer>> known(Reply reply) {
        if (reply instanceof Reply.Known known) {
            return Optional.of(new Entry<>(
                    known.valueLength(), known.version(), remaining(known.remainingMillis()), known.mediaType()));
        }
        return reply instanceof Reply.ByBackup backup ? known(backup.reply()) : absent(reply);
    }

    public static PutResult stored(Reply reply) {
        if (reply instanceof Reply.Created created) {
            return new PutResult(PutResult.Outcome.CREATED, created.version());
        }
        if (reply instanceof Reply.Replaced replaced) {
            return new PutResult(PutResult.Outcome.REPLACED, replaced.version());
        }
        if (reply instanceof Reply.ConditionFailed failed) {
            return new PutResult(PutResult.Outcome.CONDITION_FAILED, failed.version());
        }
        throw refusal(reply);
    }

    public static Boolean touched(Reply reply) {
        if (reply == Reply.Touched.INSTANCE) {
            return true;
        }
        if (reply == Reply.Absent.INSTANCE) {
            return false;
        }
        throw refusal(reply);
    }

    public static Counted counted(Reply reply) {
        if (reply instanceof Reply.Counted counted) {
            return new Counted(counted.value(), counted.version());
        }
        throw refusal(reply);
    }

    public static Boolean cleared(Reply reply) {
        if (reply == Reply.Cleared.INSTANCE) {
            return true;
        }
        throw refusal(reply);
    }

    public static Reply.Keys keys(Reply reply) {
        if (reply instanceof Reply.Keys keys) {
            return keys;
        }
        throw refusal(reply);
    }

    public static RemoveResult removed(Reply reply) {
        if (reply == Reply.Removed.INSTANCE) {
            return RemoveResult.REMOVED;
        }
        if (reply == Reply.Absent.INSTANCE) {
            return RemoveResult.ABSENT;
        }
        if (reply instanceof Reply.ConditionFailed) {
            return RemoveResult.CONDITION_FAILED;
        }
        throw refusal(reply);
    }

    private static Optional<Duration> backupAge(Reply reply) {
        return reply instanceof Reply.ByBackup backup
                ? Optional.of(Duration.ofMillis(backup.ageMillis()))
                : Optional.empty();
    }

    private static <T> Optional<T> absent(Reply reply) {
        if (reply == Reply.Absent.INSTANCE) {
            return Optional.empty();
        }
        throw refusal(reply);
    }

    public static Optional<Duration> remaining(long millis) {
        return millis == EntryAttributes.NEVER ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    public static CacheException refusal(Reply reply) {
        return reply instanceof Reply.Refused refused
                ? new CacheException(refused.reason(), refused.detail())
                : new CacheException(Reason.INTERNAL, "the owner of the key gave an answer that does not fit");
    }
}
