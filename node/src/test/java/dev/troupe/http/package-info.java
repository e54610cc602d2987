/**
 * Tests of the HTTP front end. Read {@link dev.troupe.http.BadInputTable} first: it speaks raw bytes to any running
 * server.
 */
@NullMarked
package dev.troupe.http;

import org.jspecify.annotations.NullMarked;
