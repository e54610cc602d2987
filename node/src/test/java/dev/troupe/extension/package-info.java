/** The in-JVM face, from the outside. */
@NullMarked
package dev.troupe.extension;

import org.jspecify.annotations.NullMarked;
