package dev.troupe.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who keeps the copies of a partition. Ranked by weighted {@link Rendezvous} score, so that copies are spread by weight and
 * few change places when a member comes or goes; but what would fail together with the owner, or with a backup that is
 * already chosen, comes after what would not.
 */
public final class Backups {
    private Backups() {}

    /**
     * The backups of a partition, best first, which is the order of promotion too: in zones of their own, then in other zones
     * than the owner's, then on other hosts, then anywhere but on the owner. Fewer than asked for if there are no more.
     *
     * @param owner its address; if it is no member, only the places of the backups among each other count
     * @param members in any order
     * @param count backups wanted, 0 or more
     * @throws IllegalArgumentException if two members have one address
     */
    public static List<String> of(int partition, String owner, Collection<StorageNode> members, int count) {
        StorageRoster roster = new StorageRoster(members);
        int ownerNumber = roster.number(owner);
        FaultDomains domains = new FaultDomains(ownerNumber == StorageRoster.NOBODY ? null : roster.node(ownerNumber));
        List<Candidate> candidates = new ArrayList<>(IntStream.range(0, roster.size())
                .filter(node -> node != ownerNumber)
                .mapToObj(node -> new Candidate(roster.node(node), roster.weightedScore(node, partition)))
                .toList());
        Comparator<Candidate> safestFirst = Comparator.comparingInt(candidate -> domains.shared(candidate.node()));
        Comparator<Candidate> bestFirst = safestFirst.thenComparing(Candidate.HIGHEST_FIRST);
        List<String> backups = new ArrayList<>();
        while (backups.size() < count && !candidates.isEmpty()) {
            Candidate next = candidates.stream().min(bestFirst).orElseThrow();
            candidates.remove(next);
            domains.add(next.node());
            backups.add(next.node().address());
        }
        return backups;
    }

    private record Candidate(StorageNode node, double score) {
        static final Comparator<Candidate> HIGHEST_FIRST = Comparator.comparingDouble(Candidate::score)
                .reversed()
                .thenComparing(candidate -> candidate.node().address());
    }
}
