@NullMarked
package dev.troupe.heap;

import org.jspecify.annotations.NullMarked;
