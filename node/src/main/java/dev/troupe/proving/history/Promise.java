package dev.troupe.proving.history;

/** What a cache promises its clients, as far as clients can see whether it was kept. */
public enum Promise {
    ACKNOWLEDGED_WRITES_STAY(
            "acknowledged-writes-stay",
            "an acknowledged write or remove is not lost (async: but for those of the last moment before a crash)"),
    READS_ARE_CURRENT("reads-are-current", "a read answers with what was acknowledged before it, or newer"),
    READS_ARE_TRUE(
            "reads-are-true", "a read answers only with what was written to that key, never with a refused write"),
    WRITES_HAPPEN_ONCE(
            "writes-happen-once", "a write happens at most once, and over one entry only one conditional write"),
    VERSIONS_ORDER("versions-order", "versions are never reused and go up: a partition has one owner at a time"),
    LOSS_IS_A_TAIL("loss-is-a-tail", "what a crash costs is the newest: nothing older is missing while newer is there"),
    ENTRIES_EXPIRE("entries-expire", "an entry does not outlive its time to live"),
    ONE_ORDER("one-order", "the writes and reads of a key can be put in one order that explains every answer"),
    REQUESTS_END("requests-end", "every request is answered within the deadline while nothing is wrong with the nodes"),
    KEYS_COME_BACK("keys-come-back", "after a fault every key can be written again within the time for recovery");

    private final String id;
    private final String sentence;

    Promise(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /** Its name for reports and scripts. */
    public String id() {
        return id;
    }

    /** What it says. */
    public String sentence() {
        return sentence;
    }
}
