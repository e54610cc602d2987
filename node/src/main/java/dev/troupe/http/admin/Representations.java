package dev.troupe.http.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.api.CacheSpec;
import dev.troupe.api.ClusterView.Copies;
import dev.troupe.api.ClusterView.Location;
import dev.troupe.api.ClusterView.Member;
import dev.troupe.api.ClusterView.Members;
import dev.troupe.api.ClusterView.Partition;
import dev.troupe.api.ClusterView.PartitionTable;
import dev.troupe.api.Limits;
import dev.troupe.http.message.Problem.Subject;
import dev.troupe.http.message.TtlParameter;
import java.util.List;
import java.util.Locale;

/** The JSON documents of the admin plane. What is not known is left out. */
final class Representations {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Representations() {}

    /** A document as bytes. */
    static byte[] bytes(ObjectNode document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain nodes cannot be written", impossible);
        }
    }

    /** One fact that has a name. */
    static ObjectNode fact(String name, String value) {
        return NODES.objectNode().put(name, value);
    }

    /** One number that has a name. */
    static ObjectNode number(String name, long value) {
        return NODES.objectNode().put(name, value);
    }

    /** All caches, and the sizes that are accepted. */
    static ObjectNode caches(List<CacheSpec> specs, Limits limits) {
        ObjectNode document = NODES.objectNode();
        document.putObject("limits")
                .put("maxKeyBytes", limits.maxKeyBytes())
                .put("maxValueBytes", limits.maxValueBytes());
        ArrayNode caches = document.putArray("caches");
        specs.forEach(spec -> caches.add(cache(spec)));
        return document;
    }

    /** One cache. */
    static ObjectNode cache(CacheSpec spec) {
        ObjectNode cache = NODES.objectNode().put("name", spec.name().value());
        spec.ttl().ifPresent(ttl -> cache.put("ttl", TtlParameter.format(ttl)));
        spec.maxTtl().ifPresent(ttl -> cache.put("maxTtl", TtlParameter.format(ttl)));
        spec.idle().ifPresent(idle -> cache.put("idle", TtlParameter.format(idle)));
        spec.maxBytes().ifPresent(bytes -> cache.put("maxBytes", bytes));
        return cache.put("replication", text(spec.replication()))
                .put("eviction", text(spec.eviction()))
                .put("readFrom", text(spec.readFrom()));
    }

    /** Where a key lives. */
    static ObjectNode location(Subject subject, Location location) {
        ObjectNode document = NODES.objectNode();
        subject.cache().ifPresent(cache -> document.put("cache", cache));
        subject.key().ifPresent(key -> document.put("key", key));
        subject.key64().ifPresent(key -> document.put("key64", key));
        document.put("slot", location.slot()).put("partition", location.partition());
        location.owner().ifPresent(owner -> document.put("owner", owner));
        location.backups().forEach(document.putArray("backups")::add);
        return document;
    }

    /** The members. */
    static ObjectNode members(Members view) {
        ObjectNode document = NODES.objectNode().put("cluster", view.cluster()).put("self", view.self());
        view.leader().ifPresent(leader -> document.put("leader", leader));
        view.unreachable().forEach(document.putArray("unreachable")::add);
        ArrayNode members = document.putArray("members");
        view.members().forEach(member -> members.add(member(member)));
        return document;
    }

    /** The partition table. */
    static ObjectNode partitions(PartitionTable table) {
        ObjectNode document = NODES.objectNode()
                .put("version", Long.toHexString(table.version()))
                .put("alarm", table.alarm())
                .put("fullyReplicated", table.fullyReplicated());
        ArrayNode partitions = document.putArray("partitions");
        table.partitions().forEach(partition -> partitions.add(partition(partition)));
        return document;
    }

    private static ObjectNode member(Member member) {
        ObjectNode node = NODES.objectNode()
                .put("address", member.address())
                .put("uid", Long.toHexString(member.uid()))
                .put("status", member.status())
                .put("zone", member.zone())
                .put("version", member.version());
        member.httpUrl().ifPresent(url -> node.put("httpUrl", url.toString()));
        member.uptime().ifPresent(uptime -> node.put("uptimeSeconds", uptime.toSeconds()));
        member.roles().forEach(node.putArray("roles")::add);
        return node;
    }

    private static ObjectNode partition(Partition partition) {
        ObjectNode node = NODES.objectNode()
                .put("partition", partition.number())
                .put("firstSlot", partition.firstSlot())
                .put("lastSlot", partition.lastSlot())
                .put("epoch", partition.epoch())
                .put("entries", partition.entries())
                .put("bytes", partition.bytes());
        partition.owner().ifPresent(owner -> node.put("owner", owner));
        partition.ownerless().ifPresent(since -> node.put("ownerlessSeconds", since.toSeconds()));
        partition.ownerUrl().ifPresent(url -> node.put("ownerUrl", url.toString()));
        Copies copies = partition.copies();
        copies.backups().forEach(node.putArray("backups")::add);
        node.put("fullyReplicated", copies.fullyReplicated()).put("lag", copies.lag());
        if (copies.lost()) {
            node.put("lost", true);
        }
        return node;
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
