/** Loading through a cache: one load of a key at a time in the whole cluster. Read {@link dev.troupe.gateway.loading.LoadCall} first. */
@NullMarked
package dev.troupe.gateway.loading;

import org.jspecify.annotations.NullMarked;
