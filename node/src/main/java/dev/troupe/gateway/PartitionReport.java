package dev.troupe.gateway;

import dev.troupe.protocol.CopyReport;
import dev.troupe.protocol.PartitionSize;

/**
 * What the owner of a partition says of it.
 *
 * @param size what it holds
 * @param copies how its copies stand
 */
public record PartitionReport(PartitionSize size, CopyReport copies) {}
