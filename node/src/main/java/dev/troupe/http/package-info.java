/**
 * The HTTP front end: the contract of the cache as requests and replies. Read {@link dev.troupe.http.HttpServer}, then
 * {@link dev.troupe.http.RequestHandler}. Knows the port in {@code api} and never an actor of a partition or of the cluster.
 */
@NullMarked
package dev.troupe.http;

import org.jspecify.annotations.NullMarked;
