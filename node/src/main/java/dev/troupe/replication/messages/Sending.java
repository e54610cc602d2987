package dev.troupe.replication.messages;

/**
 * A message to the keeper of a node.
 *
 * @param to uid of the node, maybe the own one
 * @param message what it is told
 */
public record Sending(long to, ToKeeper message) {}
