/**
 * The form of messages on the wire: fields, conditions, unions, and the serializers that Pekko calls. Every length and count is checked
 * against what there is before anything is made of it, and what is unknown or left over is refused. Read
 * {@link dev.troupe.wire.MessageSerializer} first.
 */
@NullMarked
package dev.troupe.wire;

import org.jspecify.annotations.NullMarked;
