package dev.troupe.wire;

import dev.troupe.api.Condition;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Conditions on the wire: a tag, then versions after their count, or two conditions that are no pairs themselves. There are two forms, which
 * differ in their tags and in how they write a presence and a count.
 */
public abstract class ConditionCodec {
    /** The form that partitions understand: numbers as tags, counts of 32 bits. */
    public static final ConditionCodec NUMBERED = new Numbered();
    /** The form that actors of applications use: letters as tags, presences by name, counts of 8 bits. */
    public static final ConditionCodec LETTERED = new Lettered();

    private final byte in;
    private final byte notIn;
    private final byte both;

    private ConditionCodec(int in, int notIn, int both) {
        this.in = (byte) in;
        this.notIn = (byte) notIn;
        this.both = (byte) both;
    }

    abstract void putPresence(ByteBuffer buffer, Condition.Presence presence);

    /** The presence that a tag begins. */
    abstract Condition.Presence getPresence(byte tag, ByteBuffer buffer) throws NotSerializableException;

    abstract void putCount(ByteBuffer buffer, int count);

    abstract int getCount(ByteBuffer buffer);

    /** Writes a condition. */
    public final void write(ByteBuffer buffer, Condition condition) {
        if (condition instanceof Condition.Presence presence) {
            putPresence(buffer, presence);
        } else if (condition instanceof Condition.VersionIn versions) {
            List<Long> all = versions.versions();
            putCount(buffer.put(versions.member() ? in : notIn), all.size());
            all.forEach(buffer::putLong);
        } else if (condition instanceof Condition.Both pair) {
            buffer.put(both);
            write(buffer, pair.first());
            write(buffer, pair.second());
        }
    }

    /**
     * The condition that is there.
     *
     * @throws NotSerializableException if that is none, or has more parts or versions than one may have
     */
    public final Condition read(ByteBuffer buffer) throws NotSerializableException {
        return read(buffer, 0);
    }

    private Condition read(ByteBuffer buffer, int depth) throws NotSerializableException {
        byte tag = buffer.get();
        if (tag == in) {
            return Condition.versionIn(readVersions(buffer));
        }
        if (tag == notIn) {
            return Condition.versionNotIn(readVersions(buffer));
        }
        return tag == both ? readBoth(buffer, depth) : getPresence(tag, buffer);
    }

    private Condition readBoth(ByteBuffer buffer, int depth) throws NotSerializableException {
        if (depth == Condition.MOST_LEVELS) {
            throw new NotSerializableException("a condition of more than two parts");
        }
        return new Condition.Both(read(buffer, depth + 1), read(buffer, depth + 1));
    }

    private long[] readVersions(ByteBuffer buffer) throws NotSerializableException {
        int count = getCount(buffer);
        if (count < 0 || count > Condition.VersionIn.MOST_VERSIONS) {
            throw new NotSerializableException(count + " versions in a condition");
        }
        long[] versions = new long[count];
        for (int i = 0; i < count; i++) {
            versions[i] = buffer.getLong();
        }
        return versions;
    }

    private static final class Numbered extends ConditionCodec {
        private static final byte ANY = 0;
        private static final byte PRESENT = 1;
        private static final byte ABSENT = 2;

        Numbered() {
            super(3, 4, 5);
        }

        @Override
        void putPresence(ByteBuffer buffer, Condition.Presence presence) {
            buffer.put(
                    switch (presence) {
                        case ANY -> ANY;
                        case PRESENT -> PRESENT;
                        case ABSENT -> ABSENT;
                    });
        }

        @Override
        Condition.Presence getPresence(byte tag, ByteBuffer buffer) throws NotSerializableException {
            return switch (tag) {
                case ANY -> Condition.Presence.ANY;
                case PRESENT -> Condition.Presence.PRESENT;
                case ABSENT -> Condition.Presence.ABSENT;
                default -> throw new NotSerializableException("unknown condition " + tag);
            };
        }

        @Override
        void putCount(ByteBuffer buffer, int count) {
            buffer.putInt(count);
        }

        @Override
        int getCount(ByteBuffer buffer) {
            return buffer.getInt();
        }
    }

    private static final class Lettered extends ConditionCodec {
        private static final byte PRESENCE = 'P';

        Lettered() {
            super('I', 'N', 'B');
        }

        @Override
        void putPresence(ByteBuffer buffer, Condition.Presence presence) {
            Wire.putUtf(buffer.put(PRESENCE), presence.name());
        }

        @Override
        Condition.Presence getPresence(byte tag, ByteBuffer buffer) throws NotSerializableException {
            if (tag != PRESENCE) {
                throw new NotSerializableException("unknown condition " + tag);
            }
            return Condition.Presence.valueOf(Wire.getUtf(buffer));
        }

        @Override
        void putCount(ByteBuffer buffer, int count) {
            buffer.put((byte) count);
        }

        @Override
        int getCount(ByteBuffer buffer) {
            return buffer.get() & 0xff;
        }
    }
}
