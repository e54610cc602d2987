/** Heads, targets, texts and problems of HTTP as this API has them; nothing here waits. */
@NullMarked
package dev.troupe.http.message;

import org.jspecify.annotations.NullMarked;
