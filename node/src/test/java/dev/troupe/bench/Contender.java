package dev.troupe.bench;

/** A cache in a replay: a key is read and, if it is not there, stored. */
interface Contender {
    /** Title of its column. */
    String name();

    /** Reads through; true if the key was there. */
    boolean hit(int key);

    /** Entries it holds now. */
    long entries();
}
