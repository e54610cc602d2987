package dev.troupe.http.entry;

import dev.troupe.api.Condition;
import dev.troupe.http.message.EntityTags;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.RequestHead;

/**
 * The conditions of one request, in the order of RFC 9110, section 13.2.2.
 *
 * @param ifMatch evaluated first; if it does not hold the answer is 412
 * @param ifNoneMatch evaluated next; if it does not hold a read is answered with 304, a write with 412
 */
record Preconditions(Condition ifMatch, Condition ifNoneMatch) {
    /** What a read comes to. */
    enum Verdict {
        PROCEED,
        NOT_MODIFIED,
        FAILED
    }

    /** @throws Refused if a header cannot be read */
    static Preconditions of(RequestHead head) {
        return new Preconditions(EntityTags.ifMatch(head.ifMatch()), EntityTags.ifNoneMatch(head.ifNoneMatch()));
    }

    /** Both, to be decided by the owner together with the write. */
    Condition ofWrite() {
        return ifMatch.and(ifNoneMatch);
    }

    /** The verdict on reading an entry that exists, by its version. */
    Verdict onRead(long version) {
        if (!ifMatch.holds(version)) {
            return Verdict.FAILED;
        }
        return ifNoneMatch.holds(version) ? Verdict.PROCEED : Verdict.NOT_MODIFIED;
    }
}
