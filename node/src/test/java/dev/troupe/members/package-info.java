/** Tests of members. */
@NullMarked
package dev.troupe.members;

import org.jspecify.annotations.NullMarked;
