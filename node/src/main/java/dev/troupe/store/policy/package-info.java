/** What gives way when memory is used up, what has expired, and how holes are closed. Read {@link dev.troupe.store.policy.Reclaim} first. */
@NullMarked
package dev.troupe.store.policy;

import org.jspecify.annotations.NullMarked;
