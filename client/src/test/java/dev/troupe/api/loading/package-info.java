@NullMarked
package dev.troupe.api.loading;

import org.jspecify.annotations.NullMarked;
