package dev.troupe.protocol;

import dev.troupe.api.Catalogue;
import dev.troupe.api.Limits;
import dev.troupe.placement.Partitions;

/**
 * What all nodes of a cluster agree on.
 *
 * @param partitions of the key space
 * @param catalogue of the caches
 * @param limits of keys and values
 */
public record ClusterAgreement(Partitions partitions, Catalogue catalogue, Limits limits) {}
