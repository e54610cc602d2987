/**
 * Connections: accepted while there is room, watched for progress, and closed in order. Read {@link
 * dev.troupe.http.connection.Connections} first.
 */
@NullMarked
package dev.troupe.http.connection;

import org.jspecify.annotations.NullMarked;
