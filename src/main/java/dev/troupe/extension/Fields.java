package dev.troupe.extension;

import dev.troupe.api.Condition;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of cache messages as bytes. */
final class Fields {
    private static final long NONE = -1;
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private Fields() {}

    /** Writes one. */
    interface Writing<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    /** Reads one. */
    interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    static <T> void writeList(DataOutputStream out, List<T> list, Writing<T> writing) throws IOException {
        out.writeInt(list.size());
        for (T value : list) {
            writing.write(out, value);
        }
    }

    static <T> List<T> readList(DataInputStream in, Reading<T> reading) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new EOFException(count + " things are not here");
        }
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(reading.read(in));
        }
        return list;
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException(length + " bytes are not here");
        }
        return in.readNBytes(length);
    }

    static void writeDuration(DataOutputStream out, Optional<Duration> duration) throws IOException {
        out.writeLong(duration.isPresent() ? millis(duration.get()) : NONE);
    }

    /** What is out of range stays so, and is refused where it arrives. */
    private static long millis(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(LONGEST) < 0 ? duration.toMillis() : LONGEST.toMillis();
    }

    static Optional<Duration> readDuration(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == NONE ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    static void writeCondition(DataOutputStream out, Condition condition) throws IOException {
        if (condition instanceof Condition.Presence presence) {
            out.writeByte('P');
            out.writeUTF(presence.name());
        } else if (condition instanceof Condition.VersionIn versions) {
            List<Long> all = versions.versions();
            out.writeByte(versions.member() ? 'I' : 'N');
            out.writeByte(all.size());
            for (long version : all) {
                out.writeLong(version);
            }
        } else if (condition instanceof Condition.Both both) {
            out.writeByte('B');
            writeCondition(out, both.first());
            writeCondition(out, both.second());
        }
    }

    static Condition readCondition(DataInputStream in) throws IOException {
        return readCondition(in, 0);
    }

    private static Condition readCondition(DataInputStream in, int depth) throws IOException {
        char tag = (char) in.readByte();
        return switch (tag) {
            case 'P' -> Condition.Presence.valueOf(in.readUTF());
            case 'I' -> Condition.versionIn(readVersions(in));
            case 'N' -> Condition.versionNotIn(readVersions(in));
            case 'B' -> readBoth(in, depth);
            default -> throw new NotSerializableException("unknown condition " + tag);
        };
    }

    private static Condition readBoth(DataInputStream in, int depth) throws IOException {
        if (depth == Condition.MOST_LEVELS) {
            throw new NotSerializableException("a condition of more than two parts");
        }
        return new Condition.Both(readCondition(in, depth + 1), readCondition(in, depth + 1));
    }

    private static long[] readVersions(DataInputStream in) throws IOException {
        long[] versions = new long[in.readUnsignedByte()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = in.readLong();
        }
        return versions;
    }
}
