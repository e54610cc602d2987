/** Tests of the remote client, and {@link dev.troupe.client.FakeNode}, which speaks the HTTP contract from one map. */
@NullMarked
package dev.troupe.client;

import org.jspecify.annotations.NullMarked;
