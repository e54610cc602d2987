/** Bodies of requests and replies, and the memory that they take. */
@NullMarked
package dev.troupe.http.body;

import org.jspecify.annotations.NullMarked;
