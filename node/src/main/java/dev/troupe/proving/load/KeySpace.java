package dev.troupe.proving.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The keys of a load. Those of one group share a hash tag, so that they are of one partition.
 *
 * @param run makes them differ from those of other runs, so that they have no entries at the start
 * @param groups how many
 * @param keys of each group that are written again and again; there are two more, one whose entries expire and one that is
 *     written once and from then on only read, so that the loss of old entries is noticed
 */
record KeySpace(String run, int groups, int keys) {
    private static final String EXPIRING = "t";
    private static final String COLD = "c";
    private static final int EXPIRING_IN_HUNDRED = 10;
    private static final int COLD_IN_HUNDRED = 10;

    /** Any key. */
    String random(Random random) {
        int group = random.nextInt(groups);
        int choice = random.nextInt(100);
        if (choice < EXPIRING_IN_HUNDRED) {
            return key(group, EXPIRING);
        }
        return choice < EXPIRING_IN_HUNDRED + COLD_IN_HUNDRED
                ? key(group, COLD)
                : key(group, "k" + random.nextInt(keys));
    }

    /** All keys without expiry. */
    List<String> lasting() {
        List<String> all = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            for (int key = 0; key < keys; key++) {
                all.add(key(group, "k" + key));
            }
            all.add(key(group, COLD));
        }
        return all;
    }

    /** Whether the entries of a key expire. */
    static boolean isExpiring(String key) {
        return key.endsWith("}" + EXPIRING);
    }

    /** Whether a key is written only once. */
    static boolean isCold(String key) {
        return key.endsWith("}" + COLD);
    }

    private String key(int group, String name) {
        return "{" + run + "." + group + "}" + name;
    }
}
