package dev.troupe.gateway;

import java.time.Duration;

/**
 * The limits of a node's gateway.
 *
 * @param deadline a request is answered within this time, whatever happens
 * @param resendAfter a request without an answer is sent again after this time
 * @param readHedge a read that a backup may answer is sent to the backups too after this time without an answer
 * @param maxRequests in flight through this node
 * @param maxBytes of keys and values in flight through this node
 * @param maxRequestsPerPartition in flight through this node to one partition
 */
public record GatewaySettings(
        Duration deadline,
        Duration resendAfter,
        Duration readHedge,
        int maxRequests,
        long maxBytes,
        int maxRequestsPerPartition) {}
