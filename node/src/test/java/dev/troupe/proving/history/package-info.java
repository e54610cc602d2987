/** Tests of the judge on histories made by hand and by a simulated cache with and without planted bugs. */
@NullMarked
package dev.troupe.proving.history;

import org.jspecify.annotations.NullMarked;
