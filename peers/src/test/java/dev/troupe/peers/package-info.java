@NullMarked
package dev.troupe.peers;

import org.jspecify.annotations.NullMarked;
