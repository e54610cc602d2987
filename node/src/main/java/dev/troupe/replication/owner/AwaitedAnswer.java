package dev.troupe.replication.owner;

/** Whether another node owes an answer, since when, and when it is to be asked again. */
final class AwaitedAnswer {
    private static final long NEVER = Long.MAX_VALUE;

    private final long repeatMillis;
    private final long overdueMillis;
    private long owedSinceMillis = NEVER;
    private long askedMillis = Long.MIN_VALUE / 2;

    /**
     * None yet.
     *
     * @param repeatMillis to be asked again after this time
     * @param overdueMillis counts as silent after this time
     */
    AwaitedAnswer(long repeatMillis, long overdueMillis) {
        this.repeatMillis = repeatMillis;
        this.overdueMillis = overdueMillis;
    }

    void asked(long nowMillis) {
        askedMillis = nowMillis;
        if (owedSinceMillis == NEVER) {
            owedSinceMillis = nowMillis;
        }
    }

    /** It has answered; what it owes besides it owes from now on. */
    void heard(boolean owesMore, long nowMillis) {
        owedSinceMillis = owesMore ? nowMillis : NEVER;
    }

    /** Whatever was asked is of no interest any more. */
    void forget() {
        owedSinceMillis = NEVER;
    }

    boolean isOwed() {
        return owedSinceMillis != NEVER;
    }

    boolean isRepeatDue(long nowMillis) {
        return nowMillis - askedMillis >= repeatMillis;
    }

    boolean isOverdue(long nowMillis) {
        return isOwed() && nowMillis - owedSinceMillis >= overdueMillis;
    }
}
