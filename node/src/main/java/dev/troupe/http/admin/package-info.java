/** Requests for whole caches and for the cluster. Read {@link dev.troupe.http.admin.AdminRoutes} first. */
@NullMarked
package dev.troupe.http.admin;

import org.jspecify.annotations.NullMarked;
