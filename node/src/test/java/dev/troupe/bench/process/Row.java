package dev.troupe.bench.process;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The entries of one row: distinct keys of digits, values of random bytes, the same in every run.
 *
 * @param keyBytes 12 to 512, so that keys differ
 * @param valueBytes 0 to 1 MiB
 * @param expiring whether they have a time to live, which is too long to pass
 */
record Row(int keyBytes, int valueBytes, boolean expiring) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})/(\\d{1,7})(\\+ttl)?");
    private static final int LEAST_KEY_BYTES = 12;
    private static final int MOST_KEY_BYTES = 512;
    private static final int MOST_VALUE_BYTES = 1 << 20;
    /** Times to live are spread over the hour after the first. */
    private static final long HOUR_MILLIS = 3_600_000;

    /** Reads {@code "36/224"} or {@code "36/224+ttl"}. @throws IllegalArgumentException if it is neither */
    static Row parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no row: write KEY/VALUE bytes such as 36/224, with a time to live 36/224+ttl");
        }
        Row row = new Row(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3) != null);
        if (row.keyBytes < LEAST_KEY_BYTES || row.keyBytes > MOST_KEY_BYTES || row.valueBytes > MOST_VALUE_BYTES) {
            throw new IllegalArgumentException("keys take 12 to 512 bytes, values 0 to 1048576: '" + text + "'");
        }
        return row;
    }

    /** Reads options. */
    static final class Reader implements ITypeConverter<Row> {
        @Override
        public Row convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException noRow) {
                throw new TypeConversionException(noRow.getMessage());
            }
        }
    }

    /** The key of entry {@code number}, from 0. */
    byte[] key(long number) {
        byte[] key = new byte[keyBytes];
        long rest = number;
        for (int at = keyBytes - 1; at >= 0; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    /** The value of entry {@code number}. */
    byte[] value(long number) {
        byte[] value = new byte[valueBytes];
        new SplittableRandom(number).nextBytes(value);
        return value;
    }

    /** The time to live of entry {@code number}, if it has one: between one and two hours. */
    OptionalLong ttlMillis(long number) {
        return expiring ? OptionalLong.of(HOUR_MILLIS + number % HOUR_MILLIS) : OptionalLong.empty();
    }

    /** Bytes of a key and a value together. */
    int bytes() {
        return keyBytes + valueBytes;
    }

    /** The sizes, {@code "36/224"}. */
    String sizes() {
        return String.format(Locale.ROOT, "%d/%d", keyBytes, valueBytes);
    }

    @Override
    public String toString() {
        return sizes() + (expiring ? "+ttl" : "");
    }
}
