/** Plays a package of Troupe that breaks its rules, so that {@code ArchitectureTest} can fail. Used by nothing else. */
@NullMarked
package dev.troupe.planted.stray;

import org.jspecify.annotations.NullMarked;
