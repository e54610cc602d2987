package dev.troupe.keeper;

/**
 * How the copy of a partition on this node stands.
 *
 * @param lent whether an owner here has it
 * @param complete whether it is complete
 * @param held whether there is anything
 * @param position version of the last change it holds
 */
public record CopyStanding(boolean lent, boolean complete, boolean held, long position) {}
