package dev.troupe.placement;

/**
 * A partition on its way to another owner.
 *
 * @param from the present owner's address
 * @param to the next owner's address
 */
public record Move(int partition, String from, String to) {}
