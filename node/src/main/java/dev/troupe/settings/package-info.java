/**
 * The settings of a node, read and checked, and what of them all nodes agree on. Nothing else reads configuration. Read {@link
 * dev.troupe.settings.NodeSettings} first.
 */
@NullMarked
package dev.troupe.settings;

import org.jspecify.annotations.NullMarked;
