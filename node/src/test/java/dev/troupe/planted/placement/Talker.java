package dev.troupe.planted.placement;

import org.apache.pekko.actor.typed.ActorRef;

/** Talks to an actor from a pure package. */
record Talker(ActorRef<String> neighbour) {}
