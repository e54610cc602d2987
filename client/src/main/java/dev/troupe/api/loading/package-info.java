/**
 * How the loaders of {@link dev.troupe.api.Cache#getOrLoad} are run in one JVM: so many at a time, those inside others included. For those
 * who implement caches; of applications, for loaders with threads of their own ({@link dev.troupe.api.loading.LoadContext}). Read {@link dev.troupe.api.loading.LoadTask} first.
 */
@NullMarked
package dev.troupe.api.loading;

import org.jspecify.annotations.NullMarked;
