package dev.troupe.api;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** What can be seen of the cluster from one node, as values. */
public interface ClusterView {
    /**
     * The members as this node sees them.
     *
     * @return those that this node knows
     */
    Members members();

    /**
     * The partition table; sizes in it may be a second old.
     *
     * @return all partitions
     */
    CompletionStage<PartitionTable> partitions();

    /**
     * Takes note that partitions were lost with all their copies, so that they no longer count as lost. Nothing happens to
     * partitions that do not.
     *
     * @param partition its number, or empty for all; must exist
     * @return whether none of them counts as lost now; if not, an owner did not answer: ask again
     * @throws IllegalArgumentException if there is no such partition
     */
    CompletionStage<Boolean> acknowledgeLoss(OptionalInt partition);

    /**
     * Where a key lives.
     *
     * @param key not empty
     * @return partition and owner
     */
    Location locate(byte[] key);

    /**
     * Whether this node should get traffic.
     *
     * @return ready, or why not
     */
    Readiness readiness();

    /**
     * The members of the cluster.
     *
     * @param cluster the cluster's name
     * @param self address of the node that answers
     * @param leader address of the leader, if there is one
     * @param unreachable addresses that this node cannot reach
     * @param members all of them, by address
     */
    record Members(
            String cluster, String self, Optional<String> leader, List<String> unreachable, List<Member> members) {}

    /**
     * One member.
     *
     * @param address host and port of its cluster port
     * @param uid tells incarnations of one address apart
     * @param httpUrl where it serves HTTP, once it has said so
     * @param roles its roles
     * @param status joining, weaklyup, up, leaving, exiting, down or removed
     * @param zone its zone, {@code default} if it names none
     * @param version version of the software it runs
     * @param uptime how long it has been running, once it has said so
     */
    record Member(
            String address,
            long uid,
            Optional<URI> httpUrl,
            List<String> roles,
            String status,
            String zone,
            String version,
            Optional<Duration> uptime) {}

    /**
     * The configuration service for smart clients.
     *
     * @param version changes with every change of owner, and when an alarm begins or is over
     * @param alarm whether a partition has been without an owner for longer than the setting allows
     * @param partitions all of them, by number
     */
    record PartitionTable(long version, boolean alarm, List<Partition> partitions) {
        /**
         * Whether every partition has all its copies, so that as many nodes as there are backups may crash.
         *
         * @return whether all copies that are wanted are complete
         */
        public boolean fullyReplicated() {
            return partitions.stream().allMatch(partition -> partition.copies().fullyReplicated());
        }
    }

    /**
     * One partition.
     *
     * @param number 0 to partitions - 1
     * @param firstSlot the first of its slots
     * @param lastSlot the last of its slots
     * @param owner address of the node that serves it, if one does
     * @param ownerless how long none has, as far as the node knows that is asked; nothing if one does
     * @param ownerUrl where that node serves HTTP, once known
     * @param copies how its copies stand
     * @param epoch of the owner, 0 if there is none
     * @param entries it holds, 0 if unknown
     * @param bytes it holds, 0 if unknown
     */
    record Partition(
            int number,
            int firstSlot,
            int lastSlot,
            Optional<String> owner,
            Optional<Duration> ownerless,
            Optional<URI> ownerUrl,
            Copies copies,
            long epoch,
            long entries,
            long bytes) {}

    /**
     * The copies of a partition, as its owner sees them.
     *
     * @param backups addresses of the nodes that keep complete copies
     * @param wanted how many there should be
     * @param fullyReplicated whether there are as many, none further behind than the window allows
     * @param lost whether all copies were lost with what they held, so that the partition has started empty, and
     *     nobody has acknowledged that
     * @param lag changes that the slowest backup is behind
     */
    record Copies(List<String> backups, int wanted, boolean fullyReplicated, boolean lost, long lag) {}

    /**
     * Where a key lives.
     *
     * @param slot of the key
     * @param partition of the slot
     * @param owner address of the node that serves it, if one does
     * @param backups addresses of the nodes that keep copies
     */
    record Location(int slot, int partition, Optional<String> owner, List<String> backups) {}

    /**
     * Whether a node should get traffic.
     *
     * @param ready whether it should
     * @param detail why not, or how it stands, in a sentence
     */
    record Readiness(boolean ready, String detail) {}
}
