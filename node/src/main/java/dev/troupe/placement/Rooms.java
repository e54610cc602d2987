package dev.troupe.placement;

/** How many more partitions each member may take; taken by the one with the highest score among those that still may. */
final class Rooms {
    private final StorageRoster roster;
    private final int[] room;
    private final int[] open;
    private int openCount;

    /** @param room by member; what is not positive is none */
    Rooms(StorageRoster roster, int[] room) {
        this.roster = roster;
        this.room = room.clone();
        this.open = new int[room.length];
        for (int node = 0; node < room.length; node++) {
            if (room[node] > 0) {
                open[openCount++] = node;
            }
        }
    }

    /** Takes a place for a partition and returns whose, or {@link StorageRoster#NOBODY} if there is none. */
    int take(int partition) {
        int best = StorageRoster.NOBODY;
        long bestScore = 0;
        for (int at = 0; at < openCount; at++) {
            long score = roster.score(open[at], partition);
            if (best == StorageRoster.NOBODY || score > bestScore) {
                best = at;
                bestScore = score;
            }
        }
        return best == StorageRoster.NOBODY ? StorageRoster.NOBODY : takeFrom(best);
    }

    private int takeFrom(int at) {
        int node = open[at];
        if (--room[node] == 0) {
            openCount--;
            System.arraycopy(open, at + 1, open, at, openCount - at);
        }
        return node;
    }
}
