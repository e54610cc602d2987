package dev.troupe.bench;

/**
 * Sizes of the entries of a replay under a byte budget.
 *
 * @param payload key and mean value length
 * @param spread how far value lengths vary around their mean, 0 to 1; a key keeps its length
 */
record Sizes(Payload payload, double spread) {
    int valueBytes(int number) {
        double unit = (Payload.mix(number + 0x517EL) >>> 11) * 0x1p-53;
        return (int) Math.round(payload.valueBytes() * (1 + spread * (2 * unit - 1)));
    }

    int bytes(int number) {
        return payload.keyBytes() + valueBytes(number);
    }
}
