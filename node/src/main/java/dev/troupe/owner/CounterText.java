package dev.troupe.owner;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Counters as they are stored: whole numbers of 64 bits as decimal text. */
final class CounterText {
    static final String MEDIA_TYPE = "text/plain";

    private static final int LONGEST = 20;

    private CounterText() {}

    /** The number that a value stands for, if it is one. */
    static OptionalLong read(byte[] value) {
        if (value.length == 0 || value.length > LONGEST) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < value.length; i++) {
            boolean isDigit = value[i] >= '0' && value[i] <= '9';
            if (!isDigit && !(value[i] == '-' && i == 0)) {
                return OptionalLong.empty();
            }
        }
        try {
            return OptionalLong.of(Long.parseLong(new String(value, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException tooLong) {
            return OptionalLong.empty();
        }
    }

    static byte[] write(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** The sum, unless it takes more than 64 bits. */
    static OptionalLong sum(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return overflows ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
