package dev.troupe.planted.stray;

/** Lives in a package that the table does not know. */
record Stray(String name) {}
