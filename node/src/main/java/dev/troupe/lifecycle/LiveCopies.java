package dev.troupe.lifecycle;

import dev.troupe.api.ClusterView.Copies;
import dev.troupe.api.ClusterView.Member;
import dev.troupe.protocol.CopyReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is left of what owners reported. A report may be older than a crash: of an owner that is gone, or with copies on nodes
 * that are. Somebody who waits for all copies before the next node goes would go by it and lose data.
 *
 * @param members addresses of the nodes that count
 */
public record LiveCopies(Set<String> members) {
    private static final Set<String> GONE = Set.of("down", "exiting", "removed");

    public static LiveCopies among(Collection<Member> members) {
        return new LiveCopies(members.stream()
                .filter(member -> !GONE.contains(member.status()))
                .map(Member::address)
                .collect(Collectors.toSet()));
    }

    /**
     * The copies of a partition.
     *
     * @param owner address of the node that serves it, if one does
     */
    public Copies of(CopyReport report, Optional<String> owner) {
        List<String> backups = report.backups().stream()
                .filter(backup -> members.contains(backup) && !owner.equals(Optional.of(backup)))
                .toList();
        boolean full = report.fullyReplicated()
                && owner.filter(members::contains).isPresent()
                && backups.size() >= report.wanted();
        return new Copies(backups, report.wanted(), full, report.lost(), report.lagChanges());
    }
}
