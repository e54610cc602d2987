package dev.troupe.bench.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.node.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the partitions of a cluster stand.
 *
 * @param owners by number of the partition; empty text if it has none
 * @param fullyReplicated whether every partition has all its copies
 */
public record PartitionState(List<String> owners, boolean fullyReplicated) {
    private static final PartitionState UNKNOWN = new PartitionState(List.of(), false);

    /** What a node says; no owners at all if it does not answer. */
    static PartitionState ask(URI node) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = Http.get(node, "/v1/cluster/partitions");
            return answer.statusCode() == 200 ? of(new ObjectMapper().readTree(answer.body())) : UNKNOWN;
        } catch (IOException silent) {
            return UNKNOWN;
        }
    }

    private static PartitionState of(JsonNode table) {
        JsonNode partitions = table.get("partitions");
        return new PartitionState(
                IntStream.range(0, partitions.size())
                        .mapToObj(number -> partitions.get(number).path("owner").asText(""))
                        .toList(),
                table.get("fullyReplicated").asBoolean());
    }

    /** How many nodes own partitions. */
    long ownerCount() {
        return owners.stream().filter(owner -> !owner.isEmpty()).distinct().count();
    }
}
