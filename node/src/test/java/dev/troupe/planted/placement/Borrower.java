package dev.troupe.planted.placement;

import dev.troupe.planted.store.Shelf;

/** Uses a package that the table does not allow it. */
record Borrower(Shelf[] shelves) {
    Borrower {
        shelves = shelves.clone();
    }
}
