package dev.troupe.extension.everywhere;

import java.util.function.Consumer;

/**
 * A row of the table.
 *
 * @param name what it is about
 * @param operations one after the other, on empty caches
 * @param outcome of each, as {@link Trial} tells it
 */
record ApiRow(String name, Consumer<Trial> operations, String outcome) {
    @Override
    public String toString() {
        return name;
    }
}
