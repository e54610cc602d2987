/** The same table of calls, made in every way in which a cache can be reached. */
@NullMarked
package dev.troupe.extension.everywhere;

import org.jspecify.annotations.NullMarked;
