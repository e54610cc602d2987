package dev.troupe.protocol;

import java.util.List;

/**
 * How the copies of a partition stand, as its owner says.
 *
 * @param backups addresses of the nodes that keep complete copies
 * @param wanted how many there should be
 * @param fullyReplicated whether there are as many, level with the owner
 * @param lost whether the partition's content was lost with all its copies, and nobody has acknowledged that
 * @param lagChanges most changes that a backup is behind
 */
public record CopyReport(List<String> backups, int wanted, boolean fullyReplicated, boolean lost, long lagChanges) {
    public static final CopyReport UNKNOWN = new CopyReport(List.of(), 0, false, false, 0);
}
