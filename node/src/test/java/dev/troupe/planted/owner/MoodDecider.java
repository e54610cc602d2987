package dev.troupe.planted.owner;

import org.apache.pekko.actor.typed.ActorRef;

/** Decides with an actor at hand. */
final class MoodDecider {
    record Decision(ActorRef<String> tell) {}
}
